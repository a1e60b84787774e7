"""What an installation outside the demo does not start with. Asked by the settings, so it knows nothing of Django."""

from collections.abc import Iterator

SHORTEST_KEY, FEWEST_CHARACTERS = 32, 10
OBVIOUS = ("django-insecure", "secret", "password", "changeme", "change-me", "hemlig", "lösenord")


def of(secret_key: str, allowed_hosts: list[str], site_url: str) -> Iterator[str]:
    """A line for each value that lets strangers in, with the variable's name and never its value."""
    if len(secret_key) < SHORTEST_KEY:
        yield f"SECRET_KEY must have at least {SHORTEST_KEY} characters: openssl rand -hex 48"
    elif len(set(secret_key)) < FEWEST_CHARACTERS:
        yield f"SECRET_KEY must have at least {FEWEST_CHARACTERS} different characters: openssl rand -hex 48"
    elif any(word in secret_key.lower() for word in OBVIOUS):
        yield "SECRET_KEY must be random, without words: openssl rand -hex 48"
    if any("*" in host for host in allowed_hosts):
        yield "ALLOWED_HOSTS must name each host, without *"
    if not site_url.lower().startswith("https://"):
        yield "SITE_URL must begin with https://"
