"""What Django and simple-history do over and over for a question or a page, here once: a sixth of the work of the tests.

Nothing that comes out differs: `tests/test_copying.py` holds it.
"""

from functools import cache
from typing import Any

from django.db.models import Manager
from django.db.models.expressions import BaseExpression
from django.template import Context, RequestContext, Template
from django.test import utils
from django.test.signals import template_rendered
from simple_history.manager import HistoryDescriptor


def copy_expression(expression: BaseExpression) -> BaseExpression:
    """What `copy.copy` gives, which goes by way of pickling, hundreds of times for one question."""
    twin = object.__new__(type(expression))
    twin.__dict__.update(expression.__getstate__())
    return twin


@cache
def _class_of_history(manager: type, queryset: type) -> type[Manager[Any]]:
    return manager.from_queryset(queryset)


def history_of(descriptor: HistoryDescriptor, thing: Any, owner: type) -> Any:
    """`thing.history`, for which a new class is made each time."""
    kind = _class_of_history(descriptor.manager_class, descriptor.queryset_class)
    return kind(descriptor.model, thing)


def render(template: Template, context: Context) -> str:
    """Django's own for tests notes a copy of the context for each of the hundred parts of a page; here for the page."""
    if context.template is template and isinstance(context, RequestContext):
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


def copy_quickly() -> None:
    BaseExpression.copy = copy_expression
    HistoryDescriptor.__get__ = history_of
    utils.instrumented_test_render = render
