"""What a body has marked for secrecy, and tests of it."""

from documents.files import Upload
from responses import services
from tests.conftest import NOW

PDF = b"%PDF-1.7\n%%EOF\n"


def marked_file(answer, name, *, by):
    upload = Upload(name, PDF + name.encode(), "application/pdf")
    return services.attach(answer, upload, may_be_secret=True, at=NOW, by=by)


def keep_test(marked, outcome, *, by, at=NOW, decides=True, **found):
    latest = marked.secrecy_tests.order_by("pk").last()
    return services.settle_secrecy(
        marked,
        services.Finding(outcome, **found),
        after=latest.pk if latest else None,
        decides=decides,
        at=at,
        by=by,
    )
