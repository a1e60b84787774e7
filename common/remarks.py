"""What is missing or odd before a big step: a warning with a way to mend it, never a wall."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """One line. Without an address it is mended by somebody else, as the sentence says."""

    text: str
    url: str = ""
