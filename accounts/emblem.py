"""The customer's emblem: whatever picture is given becomes a small PNG of our own making."""

import io

from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 2_000_000
MOST_PIXELS = 20_000_000
# What three centimetres of paper can show.
BOX = (700, 350)


class UnreadablePicture(ValueError):
    """The words say why, for the person who gave it."""


def as_emblem(data: bytes) -> bytes:
    """Raises UnreadablePicture."""
    if len(data) > LARGEST_FILE:
        raise UnreadablePicture("Bilden är större än 2 MB.")
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadablePicture("Bilden har för många bildpunkter. Spara den mindre.")
        Image.open(
            io.BytesIO(data), formats=["PNG", "JPEG"]
        ).verify()  # reads it through, and is spent
        with_light = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, UnreadablePicture):
            raise
        raise UnreadablePicture("Bilden går inte att läsa. Välj en PNG- eller JPG-fil.") from error
    with_light.thumbnail(BOX)
    out = io.BytesIO()
    with_light.save(out, "PNG", optimize=True)
    return out.getvalue()
