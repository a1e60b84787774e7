"""What a person takes to a meeting is whole: nothing is left closed, and each page says whose it is, when and where."""

import pypdfium2
import pytest

from audit.models import Audit
from responses.models import Answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def printed(page, *, with_scripts: bool) -> list[str]:
    """The text of each sheet."""
    if with_scripts:  # as the browser's own print does
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets]


@pytest.mark.parametrize("with_scripts", [True, False])
def test_nothing_is_lost_on_paper(demo, start, with_scripts):
    answer = Answer.objects.exclude(submitted_at=None).first()
    audit = Audit.objects.get(pk=answer.request.audit_id)
    item = answer.items.exclude(text="").first()
    one = start("presidium@demo.example", java_script_enabled=with_scripts)

    one.go(audit.get_absolute_url())
    sheets = printed(one.page, with_scripts=with_scripts)

    whole = " ".join(sheets)
    assert " ".join(item.text.split()[:6]) in whole
    for question in audit.questions.exclude(assessment__reasons=""):
        assert " ".join(question.assessment.reasons.split()[:4]) in whole
    assert "Lindvika kommun" in sheets[0]
    assert "Hämtat ur Revisionsspår 14 februari 2023 kl." in sheets[0]
    assert all(f"Sida {number} av {len(sheets)}" in text for number, text in enumerate(sheets, 1))
