from audit.forms.audits import AuditForm, ExpertsForm, PartiesForm
from audit.forms.fact_check import (
    ChapterFormSet,
    CommentAnswerForm,
    CommentForm,
    FactCheckForm,
)
from audit.forms.lifecycle import ReferenceForm, StepForm, YearForm
from audit.forms.notes import EvidenceForm, NoteForm
from audit.forms.questions import AssessmentForm, QuestionForm, RemoveQuestionForm

__all__ = [
    "AssessmentForm",
    "AuditForm",
    "ChapterFormSet",
    "CommentAnswerForm",
    "CommentForm",
    "EvidenceForm",
    "ExpertsForm",
    "FactCheckForm",
    "NoteForm",
    "PartiesForm",
    "QuestionForm",
    "ReferenceForm",
    "RemoveQuestionForm",
    "StepForm",
    "YearForm",
]
