"""People, the bodies of the municipality, who acts for which, and what they were called."""

from accounts.models.attempts import FailedSignIn, SignIn
from accounts.models.changes import BodyChange
from accounts.models.formerly import Described, FormerDescription, FormerName
from accounts.models.installation import Installation
from accounts.models.meetings import BodyMeeting
from accounts.models.people import (
    Body,
    BodyKind,
    BodyReach,
    Membership,
    Succession,
    User,
    UserState,
)
from accounts.models.sent import SentForm

__all__ = [
    "Body",
    "BodyChange",
    "BodyKind",
    "BodyMeeting",
    "BodyReach",
    "Described",
    "FailedSignIn",
    "FormerDescription",
    "FormerName",
    "Installation",
    "Membership",
    "SentForm",
    "SignIn",
    "Succession",
    "User",
    "UserState",
]
