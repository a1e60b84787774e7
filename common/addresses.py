"""Addresses that a browser tells us, which may hold anything."""

from urllib.parse import urlsplit


def within_the_site(address: str) -> str:
    """Path and query of an address, whatever its host. Raises nothing: what is no address is the first page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    path = parts.path if parts.path.startswith("/") else "/"
    return f"{path}?{parts.query}" if parts.query else path
