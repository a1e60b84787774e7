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


def test_words_are_what_a_part_is_given():
    html = rendered(
        "{% words as remark %} {% if n %}{{ n }} <b>svar</b>{% endif %} {% endwords %}"
        '{% section "A" "a" remark=remark anchor="b" %}{% endsection %}',
        n="<2>",
    )

    assert '<section id="b" aria-labelledby="a">' in html
    assert "<p>&lt;2&gt; <b>svar</b></p>" in html
    assert "<p>" not in rendered(
        '{% words as remark %} {% if n %}x{% endif %} {% endwords %}{% section "A" "a" remark=remark %}{% endsection %}'
    )


def test_a_head_may_have_a_line_above_and_nothing_below():
    assert (
        rendered('{% pagehead "A" eyebrow="B" title_class="question-title" %} {% endpagehead %}')
        == '<div class="page-head"><p class="eyebrow">B</p><h1 class="question-title">A</h1></div>'
    )


def test_a_key_figure_says_what_it_counts():
    assert rendered(
        '{% keyfigures %}{% keyfigure "öppna" 2 of="av 3" %}Så.{% endkeyfigure %}{% endkeyfigures %}'
    ) == (
        '<dl class="key-figures"><div><dt>öppna</dt><dd>2 <small>av 3</small></dd>'
        '<dd class="figure-remark">Så.</dd></div></dl>'
    )


def test_a_table_has_a_caption_or_is_named_by_a_heading():
    head = '{% tablehead %}{% column name css_class="number" %}{% endtablehead %}'

    assert rendered(
        f'{{% datatable "A" %}}{head}{{% tabletotal "Summa" %}}<td>1</td>{{% endtabletotal %}}{{% enddatatable %}}',
        name="<",
    ) == (
        '<table class="data-table stack"><caption class="unseen">A</caption>'
        '<thead><tr><th scope="col" class="number">&lt;</th></tr></thead>'
        '<tfoot><tr><th scope="row">Summa</th><td>1</td></tr></tfoot></table>'
    )
    assert rendered('{% datatable "" css_class="plan" labelled_by="a" %}{% enddatatable %}') == (
        '<table class="data-table plan" aria-labelledby="a"></table>'
    )


def test_a_review_tells_what_happens_what_is_confirmed_and_ends_with_the_deed():
    assert rendered(
        '{% consequences %}{% consequence "A" %}B{% endconsequence %}{% endconsequences %}'
    ) == ('<ol class="consequences"><li><div><b>A</b><p>B</p></div></li></ol>')
    assert rendered(
        '{% summarylist %}{% summary "Beslut" change="/x/" %}A{% endsummary %}{% endsummarylist %}'
    ) == (
        '<dl class="summary-list"><dt>Beslut</dt><dd>A</dd><dd class="summary-deed">'
        '<a href="/x/">Ändra<span class="unseen"> beslut</span></a></dd></dl>'
    )
    assert '<h2 id="a" class="unseen">Lämna in</h2>B</section>' in rendered(
        '{% closing "Lämna in" "a" %}B{% endclosing %}'
    )
