from audit.forms.audits import AuditForm, ExpertsForm, PartiesForm
from audit.forms.questions import AssessmentForm, QuestionForm, RemoveQuestionForm

__all__ = [
    "AssessmentForm",
    "AuditForm",
    "ExpertsForm",
    "PartiesForm",
    "QuestionForm",
    "RemoveQuestionForm",
]
