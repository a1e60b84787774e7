"""Who writes a body's draft."""

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def clerk(client: Client, social_clerk: User) -> Client:
    """Socialnämndens secretary, signed in."""
    client.force_login(social_clerk)
    return client
