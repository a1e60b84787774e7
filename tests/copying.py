"""What Django and simple-history do over and over for a question or a page, here once.

Nothing that comes out differs: `tests/test_copying.py` holds it.
"""

from functools import cache
from typing import Any

from django.db.models import Field, Manager
from django.db.models.expressions import BaseExpression
from django.template import Context, RequestContext, Template
from django.test import utils
from django.test.signals import template_rendered
from simple_history.manager import HistoryDescriptor

CLONE = Field.clone


def copy_expression(expression: BaseExpression) -> BaseExpression:
    """What `copy.copy` gives, which goes by way of pickling, hundreds of times for one question."""
    twin = object.__new__(type(expression))
    twin.__dict__.update(expression.__getstate__())
    return twin


def clone_field(field: Field) -> Field:
    """For each migration the fields of a hundred models are taken apart and put together; here taken apart once."""
    if hasattr(field, "model"):
        return CLONE(field)
    if "taken_apart" not in vars(field):
        field.taken_apart = field.deconstruct()
    _, _, args, kwargs = field.taken_apart
    return type(field)(*args, **kwargs)


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
    Field.clone = clone_field
    HistoryDescriptor.__get__ = history_of
    utils.instrumented_test_render = render
