from reports.views.answer_papers import (
    answer_paper,
    answer_paper_file,
    draft_paper,
    receipt_paper,
)
from reports.views.audits import audit, audits, history
from reports.views.overview import overview
from reports.views.papers import missive, report, report_file, report_new, report_release, reports
from reports.views.register import register, register_csv, register_excel, unit
from reports.views.todo import todo

__all__ = [
    "answer_paper",
    "answer_paper_file",
    "audit",
    "audits",
    "draft_paper",
    "history",
    "missive",
    "overview",
    "receipt_paper",
    "register",
    "register_csv",
    "register_excel",
    "report",
    "report_file",
    "report_new",
    "report_release",
    "reports",
    "todo",
    "unit",
]
