from responses.views.answering import (
    attach,
    document,
    document_remove,
    receipt,
    request,
    requests,
    review,
)
from responses.views.deciding import decide, judge, position
from responses.views.dispatching import hand_over, handed_over

__all__ = [
    "attach",
    "decide",
    "document",
    "document_remove",
    "hand_over",
    "handed_over",
    "judge",
    "position",
    "receipt",
    "request",
    "requests",
    "review",
]
