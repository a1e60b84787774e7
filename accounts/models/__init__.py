"""People, the bodies of the municipality, who acts for which, and what they were called."""

from accounts.models.attempts import FailedSignIn
from accounts.models.changes import BodyChange
from accounts.models.formerly import Described, FormerDescription, FormerName
from accounts.models.installation import Installation
from accounts.models.people import (
    Body,
    BodyKind,
    BodyMeeting,
    Membership,
    SentForm,
    Succession,
    User,
    UserState,
)

__all__ = [
    "Body",
    "BodyChange",
    "BodyKind",
    "BodyMeeting",
    "Described",
    "FailedSignIn",
    "FormerDescription",
    "FormerName",
    "Installation",
    "Membership",
    "SentForm",
    "Succession",
    "User",
    "UserState",
]
