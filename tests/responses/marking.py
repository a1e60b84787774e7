"""What a body has marked for secrecy, and tests of it."""

from documents.files import Upload
from responses import services
from responses.models import AnswerItem, SecrecyTest
from tests.conftest import NOW

PDF = b"%PDF-1.7\n%%EOF\n"


def marked_file(answer, name, *, by):
    upload = Upload(name, PDF + name.encode(), "application/pdf")
    return services.attach(answer, upload, may_be_secret=True, at=NOW, by=by)


def about(marked):
    if isinstance(marked, AnswerItem):
        return {"item": marked}
    return {"attached__document": marked.document}


def keep_test(marked, outcome, *, by, at=NOW, decides=True, **found):
    latest = SecrecyTest.objects.filter(**about(marked)).order_by("pk").last()
    return services.settle_secrecy(
        marked,
        services.Finding(outcome, **found),
        after=latest.pk if latest else None,
        decides=decides,
        at=at,
        by=by,
    )
