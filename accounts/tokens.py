"""The key in a link to choose a password."""

from typing import Any

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

from accounts.models import User


class TokenGenerator(EmailAwarePasswordResetTokenGenerator):
    """Dies when the person is shut out, and stays dead when the person is let in again."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        shut_out = user.history.filter(is_active=False).count()
        return f"{super()._make_hash_value(user, timestamp)}{shut_out}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return bool(user and user.is_active and super().check_token(user, token))
