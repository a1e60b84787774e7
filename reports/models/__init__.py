"""Papers as jobs, and what is on the agenda of revisorernas meetings."""

from reports.models.agenda import (
    SUBJECTS,
    WRITTEN,
    AgendaItem,
    AgendaKind,
    AgendaState,
    AgendaVoice,
    VoiceKind,
)
from reports.models.compilations import (
    PERSONAL,
    RELEASABLE,
    TABLES,
    Compilation,
    CompilationKind,
)
from reports.models.overview import OverviewPaper
from reports.models.papers import (
    LEASE,
    MOST_ATTEMPTS,
    AnswerPaper,
    AnswerPaperKind,
    FiledPaper,
    PaperJob,
    Report,
    ReportKind,
    ReportState,
    how_known,
    to_make,
)
from reports.models.sittings import SittingPaper, SittingPaperKind
from reports.models.views import SavedView

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "PERSONAL",
    "RELEASABLE",
    "SUBJECTS",
    "TABLES",
    "WRITTEN",
    "AgendaItem",
    "AgendaKind",
    "AgendaState",
    "AgendaVoice",
    "AnswerPaper",
    "AnswerPaperKind",
    "Compilation",
    "CompilationKind",
    "FiledPaper",
    "OverviewPaper",
    "PaperJob",
    "Report",
    "ReportKind",
    "ReportState",
    "SavedView",
    "SittingPaper",
    "SittingPaperKind",
    "VoiceKind",
    "how_known",
    "to_make",
]
