"""A paper, beside WeasyPrint with the same page and styles and nothing else."""

from statistics import median
from unittest.mock import patch

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from common import dates, pdf
from demo import scale
from reports.papers import follow_up
from responses.models import AnswerRequest
from tests.bench.figures import Figures, timed

RECOMMENDATIONS = 400
ROUNDS = 5


def bench(figures: Figures) -> None:
    """Svar och uppföljning of one audit: seconds of work, medians of alternating rounds."""
    auditor = scale.make(RECOMMENDATIONS)["auditor"]
    answered = AnswerRequest.objects.visible_to(auditor).answered().order_by("pk")
    audit = answered[answered.count() // 2].audit

    def paper() -> bytes:
        return follow_up.paper(audit, on=dates.today(), made_at=dates.now())

    with patch.object(pdf, "printed", wraps=pdf.printed) as printed:
        paper()
    html = printed.call_args.args[0]
    product, bare, standard = [], [], []
    for _ in range(ROUNDS):
        product.append(timed(paper)[1])
        bare.append(timed(lambda: _bare(html, None))[1])
        standard.append(timed(lambda: _bare(html, "pdf/a-3a"))[1])
    figures.tell("kB of HTML", round(len(html) / 1000))
    for name, rounds in (("product", product), ("bare", bare), ("bare, as PDF/A-3a", standard)):
        figures.tell(f"{name}: seconds of work", round(median(rounds), 2))
    figures.compare("pdf", round(median(product) / median(bare), 2))
    figures.compare("pdf beside bare PDF/A-3a", round(median(product) / median(standard), 2))


def _bare(html: str, variant: str | None) -> bytes:
    fonts, fetcher = FontConfiguration(), pdf.ClosedFetcher()
    styles = [
        CSS(url=pdf.PLACE + name, url_fetcher=fetcher, font_config=fonts)
        for name in (pdf.FONT_STYLE, pdf.STYLE, pdf.SYMBOL_STYLE)
    ]
    page = HTML(string=html, base_url=pdf.PLACE, url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant=variant) or b"")
