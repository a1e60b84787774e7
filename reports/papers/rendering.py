"""What every paper has: the customer's names and emblem."""

from collections.abc import Callable, Sequence

from accounts.models import Installation
from common import pdf


def rendered(
    template: str,
    context: dict[str, object],
    *,
    carries: Sequence[pdf.PaperFile] = (),
    laid_out: Callable[[int], None] | None = None,
) -> bytes:
    """Raises as `common.pdf.render`."""
    installation = Installation.now()
    shown = {**installation.names, "has_emblem": installation.has_emblem, **context}
    return pdf.render(
        template, shown, carries=carries, emblem=bytes(installation.emblem), laid_out=laid_out
    )
