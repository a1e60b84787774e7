from audit.forms.audits import AuditForm, ExpertsForm, PartiesForm
from audit.forms.fact_check import (
    ChapterFormSet,
    CommentAnswerForm,
    CommentForm,
    FactCheckForm,
)
from audit.forms.lifecycle import ReferenceForm, StepForm, WishForm, YearForm
from audit.forms.material import (
    MaterialForm,
    NewSampleForm,
    SampleForm,
    material_tables,
    save_tables,
)
from audit.forms.meetings import WithSitting
from audit.forms.notes import EvidenceForm, NoteForm
from audit.forms.people import MembersForm, contacts_table, members_table, save_members
from audit.forms.questions import (
    AssessmentForm,
    BodyAssessmentForm,
    QuestionForm,
    RemoveQuestionForm,
    ScaleForm,
)
from audit.forms.voices import DissentForm, ReturnForm, StancesForm

__all__ = [
    "AssessmentForm",
    "AuditForm",
    "BodyAssessmentForm",
    "ChapterFormSet",
    "CommentAnswerForm",
    "CommentForm",
    "DissentForm",
    "EvidenceForm",
    "ExpertsForm",
    "FactCheckForm",
    "MaterialForm",
    "MembersForm",
    "NewSampleForm",
    "NoteForm",
    "PartiesForm",
    "QuestionForm",
    "ReferenceForm",
    "RemoveQuestionForm",
    "ReturnForm",
    "SampleForm",
    "ScaleForm",
    "StancesForm",
    "StepForm",
    "WishForm",
    "WithSitting",
    "YearForm",
    "contacts_table",
    "material_tables",
    "members_table",
    "save_members",
    "save_tables",
]
