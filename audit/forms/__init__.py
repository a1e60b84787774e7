from audit.forms.audits import AuditForm, ExpertsForm, PartiesForm
from audit.forms.lifecycle import ReferenceForm, StepForm, YearForm
from audit.forms.questions import AssessmentForm, QuestionForm, RemoveQuestionForm

__all__ = [
    "AssessmentForm",
    "AuditForm",
    "ExpertsForm",
    "PartiesForm",
    "QuestionForm",
    "ReferenceForm",
    "RemoveQuestionForm",
    "StepForm",
    "YearForm",
]
