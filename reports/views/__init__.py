from reports.views.audits import audit, audits, history
from reports.views.overview import overview
from reports.views.papers import missive, report, report_file, report_new, report_release, reports
from reports.views.todo import todo

__all__ = [
    "audit",
    "audits",
    "history",
    "missive",
    "overview",
    "report",
    "report_file",
    "report_new",
    "report_release",
    "reports",
    "todo",
]
