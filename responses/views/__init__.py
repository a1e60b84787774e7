from responses.views.answering import (
    attach,
    document,
    document_remove,
    receipt,
    request,
    requests,
    review,
)
from responses.views.deciding import decide, position
from responses.views.dispatching import hand_over, handed_over

__all__ = [
    "attach",
    "decide",
    "document",
    "document_remove",
    "hand_over",
    "handed_over",
    "position",
    "receipt",
    "request",
    "requests",
    "review",
]
