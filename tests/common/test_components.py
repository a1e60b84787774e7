"""The parts of a page: what they draw, that they escape, and that a wrong argument is an error."""

import pytest
from django.template import Context, Template


def rendered(source: str, **context: object) -> str:
    return " ".join(Template(source).render(Context(context)).split())


def test_crumbs_lead_by_name_and_by_address():
    html = rendered(
        '{% crumbs %}{% crumb "Personer" "accounts:people" %}{% crumb title "/x/" %}{% endcrumbs %}',
        title="A & B",
    )

    assert html == (
        '<nav aria-label="Sökväg"><ol class="crumbs">'
        '<li><a href="/administration/personer/">Personer</a></li>'
        '<li><a href="/x/">A &amp; B</a></li></ol></nav>'
    )


def test_a_section_is_named_by_its_heading():
    html = rendered(
        '{% section title "s1" remark="Två" css_class="space-above-6" %}<p>{{ title }}</p>{% endsection %}',
        title="<b>",
    )

    assert html == (
        '<section class="space-above-6" aria-labelledby="s1">'
        '<div class="section-head"><h2 id="s1">&lt;b&gt;</h2><p>Två</p></div>'
        "<p>&lt;b&gt;</p></section>"
    )


def test_head_and_empty_state_keep_their_content():
    assert '<h1>A</h1><p class="lead"><b>x</b></p>' in rendered(
        "{% pagehead 'A' %}<b>x</b>{% endpagehead %}"
    )
    assert (
        rendered('{% emptystate "Inget." css_class="space-above-5" %}Mer{% endemptystate %}')
        == '<div class="empty space-above-5"><b>Inget.</b> Mer</div>'
    )


def test_an_autosaved_form_says_where_to_and_when():
    html = rendered('<form {% autosaves "/x/" change="2s" %}>')

    assert 'hx-post="/x/" hx-trigger="input delay:4s, change delay:2s"' in html


@pytest.mark.parametrize(
    "source",
    ["{% section 'A' %}{% endsection %}", "{% crumb 'A' %}", "{% autosaves '/x/' delay='1s' %}"],
)
def test_a_wrong_argument_is_an_error(source):
    with pytest.raises(Exception, match="argument"):
        Template(source)
