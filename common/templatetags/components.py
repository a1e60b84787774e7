"""The parts that pages are made of. Each draws what its class in the css is named for.

A part with content is a block tag. An argument that is missing or unknown is an error, not silence; that is why
these are not includes. docs/adr/ says more.
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html
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
def section(
    content: str, title: object, id: str, remark: object = "", css_class: str = ""
) -> SafeString:
    """A part of the page under a heading of its own, with a remark beside it."""
    return format_html(
        '<section{} aria-labelledby="{}"><div class="section-head"><h2 id="{}">{}</h2>{}</div>{}</section>',
        format_html(' class="{}"', css_class) if css_class else "",
        id,
        id,
        title,
        format_html("<p>{}</p>", remark) if remark else "",
        content,
    )


@register.simple_block_tag
def pagehead(content: str, title: object) -> SafeString:
    """The name of the page and what it is for. The one deed of the page comes after it."""
    return format_html(
        '<div class="page-head"><h1>{}</h1><p class="lead">{}</p></div>', title, content
    )


@register.simple_block_tag
def emptystate(content: str, title: str, css_class: str = "") -> SafeString:
    """Why there is nothing here, and what to do about it."""
    return format_html(
        '<div class="empty{}"><b>{}</b> {}</div>', f" {css_class}".rstrip(), title, content
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
