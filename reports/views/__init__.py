from reports.views.agendas import agenda_add, agenda_item, meeting
from reports.views.answer_papers import (
    answer_paper,
    answer_paper_file,
    draft_paper,
    receipt_paper,
)
from reports.views.audits import audit, audits, history
from reports.views.compilations import (
    compilation,
    compilation_cancel,
    compilation_file,
    compilation_new,
    compilation_release,
    register_pdf,
    register_table,
)
from reports.views.of_body import body, hand_over_list, hand_over_pdf
from reports.views.overview import (
    overview,
    overview_paper,
    overview_paper_file,
    overview_paper_new,
)
from reports.views.papers import missive, report, report_file, report_new, report_release, reports
from reports.views.register import (
    register,
    register_csv,
    register_excel,
    register_office,
    unit,
    view_remove,
    view_save,
)
from reports.views.register_follow_up import register_audit, register_round
from reports.views.sitting_papers import sitting_paper, sitting_paper_file, sitting_paper_new
from reports.views.sittings import (
    meeting_edit,
    meeting_end,
    meeting_new,
    meeting_notice,
    meetings,
)
from reports.views.todo import todo
from reports.views.years import accountability, pack_new, year_review

__all__ = [
    "accountability",
    "agenda_add",
    "agenda_item",
    "answer_paper",
    "answer_paper_file",
    "audit",
    "audits",
    "body",
    "compilation",
    "compilation_cancel",
    "compilation_file",
    "compilation_new",
    "compilation_release",
    "draft_paper",
    "hand_over_list",
    "hand_over_pdf",
    "history",
    "meeting",
    "meeting_edit",
    "meeting_end",
    "meeting_new",
    "meeting_notice",
    "meetings",
    "missive",
    "overview",
    "overview_paper",
    "overview_paper_file",
    "overview_paper_new",
    "pack_new",
    "receipt_paper",
    "register",
    "register_audit",
    "register_csv",
    "register_excel",
    "register_office",
    "register_pdf",
    "register_round",
    "register_table",
    "report",
    "report_file",
    "report_new",
    "report_release",
    "reports",
    "sitting_paper",
    "sitting_paper_file",
    "sitting_paper_new",
    "todo",
    "unit",
    "view_remove",
    "view_save",
    "year_review",
]
