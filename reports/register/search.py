"""Search in the register's texts, within what the person may read of them on the day."""

from datetime import date

from django.db.models import Q

from accounts.models import User
from common.search import holds, sought_words
from recommendations.models import Addressee, Measure
from responses.models import AnswerItem
from responses.models.states import UnitStateQuerySet


def containing(states: UnitStateQuerySet, text: str, *, user: User, on: date) -> UnitStateQuerySet:
    """Those where each word stands somewhere: in the recommendation, the title, an answer in force or a measure."""
    for word in sought_words(text):
        states = states.filter(_with(word, user=user, on=on))
    return states


def _with(word: str, *, user: User, on: date) -> Q:
    """Each kind of text is looked up in its own index, and what they find laid together."""
    worded = Addressee.objects.filter(holds("recommendation__text", word))
    titled = Addressee.objects.filter(holds("recommendation__audit__title", word))
    items = AnswerItem.objects.in_force(on=on).open_to(user).filter(holds("text", word))
    planned = Measure.objects.stated(on=on).open_to(user).filter(holds("what", word))
    addressees = (
        worded.order_by()
        .values("pk")
        .union(
            titled.order_by().values("pk"),
            items.order_by().values("asked__addressee"),
            planned.order_by().values("addressee"),
        )
    )
    return Q(addressee__in=addressees)
