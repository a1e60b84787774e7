"""Line breaks of a template's source that are not to be seen. They go when the template is compiled."""

import re

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()
BREAK = re.compile(r"\s*\n\s*")


@register.tag
def tight(parser: Parser, token: Token) -> template.Node:
    """What lies between its tags runs together, for text that is shown with its line breaks."""
    return _Joined(parser, "endtight", "")


@register.tag
def paragraph(parser: Parser, token: Token) -> template.Node:
    """One line of a mail, written on several."""
    return _Joined(parser, "endparagraph", " ")


class _Joined(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, parser: Parser, end: str, joint: str) -> None:
        self.nodelist: NodeList = parser.parse((end,))
        parser.delete_first_token()
        for node in self.nodelist.get_nodes_by_type(TextNode):
            if isinstance(node, TextNode):
                node.s = BREAK.sub(joint, node.s)
        _trim(self.nodelist)

    def render(self, context: template.Context) -> str:
        return self.nodelist.render(context)


def _trim(nodes: NodeList) -> None:
    if nodes and isinstance(nodes[0], TextNode):
        nodes[0].s = nodes[0].s.lstrip()
    if nodes and isinstance(nodes[-1], TextNode):
        nodes[-1].s = nodes[-1].s.rstrip()
