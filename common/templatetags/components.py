"""The parts that pages are made of. Each draws what its class in the css is named for.

A part with content is a block tag. An argument that is missing or unknown is an error, not silence; that is why
these are not includes. docs/adr/ says more.
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """The way to the page, from the list that it belongs to. Its steps are made by crumb."""
    return format_html('<nav aria-label="Sökväg"><ol class="crumbs">{}</ol></nav>', content)


@register.simple_tag
def crumb(label: object, address: str, *args: object) -> SafeString:
    """A step: {% crumb "Granskningar" "reports:audits" %} or {% crumb audit.title audit.get_absolute_url %}"""
    href = address if address.startswith("/") else reverse(address, args=args)
    return format_html('<li><a href="{}">{}</a></li>', href, label)


@register.simple_block_tag
def words(content: str) -> SafeString:
    """What a part is given when it is more than a value: {% words as remark %}{{ n }} svar{% endwords %}"""
    return SafeString(content.strip())


@register.simple_block_tag
def section(
    content: str,
    title: object,
    id: str,
    remark: object = "",
    css_class: str = "",
    anchor: str = "",
) -> SafeString:
    """A part of the page under a heading of its own, with a remark beside it. `anchor`: where links to it lead."""
    attributes = {"id": anchor, "class": css_class, "aria-labelledby": id}
    return format_html(
        '<section{}><div class="section-head"><h2 id="{}">{}</h2>{}</div>{}</section>',
        format_html_join(
            "", ' {}="{}"', ((name, value) for name, value in attributes.items() if value)
        ),
        id,
        title,
        format_html("<p>{}</p>", remark) if remark else "",
        content,
    )


@register.simple_block_tag
def pagehead(
    content: str, title: object, eyebrow: object = "", title_class: str = ""
) -> SafeString:
    """The name of the page and what it is for. The one deed of the page comes after it."""
    return format_html(
        '<div class="page-head">{}<h1{}>{}</h1>{}</div>',
        format_html('<p class="eyebrow">{}</p>', eyebrow) if eyebrow else "",
        _css(title_class),
        title,
        format_html('<p class="lead">{}</p>', content) if content.strip() else "",
    )


@register.simple_block_tag
def emptystate(content: str, title: str, css_class: str = "") -> SafeString:
    """Why there is nothing here, and what to do about it."""
    return format_html(
        '<div class="empty{}"><b>{}</b> {}</div>', f" {css_class}".rstrip(), title, content
    )


@register.simple_block_tag
def keyfigures(content: str) -> SafeString:
    """Two to four figures that say how it is. Each is a keyfigure."""
    return format_html('<dl class="key-figures">{}</dl>', content)


@register.simple_block_tag
def keyfigure(content: str, noun: str, number: object, of: object = "") -> SafeString:
    """A number, the noun that it counts, and in the content how it is counted."""
    small = format_html(" <small>{}</small>", of) if of else ""
    return format_html(
        '<div><dt>{}</dt><dd>{}{}</dd><dd class="figure-remark">{}</dd></div>',
        noun,
        number,
        small,
        content,
    )


@register.simple_block_tag
def datatable(
    content: str, caption: object, css_class: str = "stack", labelled_by: str = ""
) -> SafeString:
    """A table: tablehead, its body, and where it adds up tabletotal. A heading on the page goes before a caption."""
    return format_html(
        '<table class="data-table {}"{}>{}{}</table>',
        css_class,
        format_html(' aria-labelledby="{}"', labelled_by) if labelled_by else "",
        format_html('<caption class="unseen">{}</caption>', caption) if caption else "",
        content,
    )


@register.simple_block_tag
def tablehead(content: str) -> SafeString:
    """The heads of the columns."""
    return format_html("<thead><tr>{}</tr></thead>", content)


@register.simple_tag
def column(head: object, css_class: str = "") -> SafeString:
    """What a column has: {% column "Alla" css_class="number" %}"""
    return format_html('<th scope="col"{}>{}</th>', _css(css_class), head)


@register.simple_block_tag
def tabletotal(content: str, name: object) -> SafeString:
    """What the rows add up to."""
    return format_html(
        '<tfoot><tr><th scope="row">{}</th>{}</tr></tfoot>',
        name,
        content,
    )


@register.simple_block_tag
def consequences(content: str) -> SafeString:
    """Before a big deed: what happens when it is done. Each is a consequence."""
    return format_html('<ol class="consequences">{}</ol>', content)


@register.simple_block_tag
def consequence(content: str, heading: object) -> SafeString:
    """One thing that happens, and in the content what it means."""
    meaning = format_html("<p>{}</p>", content) if content.strip() else ""
    return format_html("<li><div><b>{}</b>{}</div></li>", heading, meaning)


@register.simple_block_tag
def summarylist(content: str) -> SafeString:
    """What is confirmed, or was. Each is a summary."""
    return format_html('<dl class="summary-list">{}</dl>', content)


@register.simple_block_tag
def summary(content: str, name: str, change: str = "") -> SafeString:
    """One entry, empty or not, with the place where it is changed as long as it can be."""
    link = format_html(
        '<a href="{}">Ändra<span class="unseen"> {}</span></a>', change, name.lower()
    )
    return format_html(
        '<dt>{}</dt><dd>{}</dd><dd class="summary-deed">{}</dd>',
        name,
        content if content.strip() else "Inget angivet",
        link if change else "",
    )


@register.simple_block_tag
def closing(content: str, title: str, id: str) -> SafeString:
    """The end of a page before a big deed, where it is done. The button says the title."""
    return format_html(
        '<section class="closing" aria-labelledby="{}"><h2 id="{}" class="unseen">{}</h2>{}</section>',
        id,
        id,
        title,
        content,
    )


@register.simple_tag
def autosaves(address: str, change: str = "1s") -> SafeString:
    """Attributes of a form that saves itself while somebody writes, and has its button without JavaScript."""
    return format_html(
        'data-guard hx-post="{}" hx-trigger="input delay:4s, change delay:{}" hx-swap="none"'
        ' hx-sync="this:queue last"',
        address,
        change,
    )


def _css(css_class: str) -> SafeString | str:
    return format_html(' class="{}"', css_class) if css_class else ""
