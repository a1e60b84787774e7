"""Any order of reading and saving, by any number of people: no text is ever written over unseen."""

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit.forms import QuestionForm
from audit.models import AuditQuestion
from tests import factories

STEPS = st.lists(st.tuples(st.sampled_from(["read", "save"]), st.integers(0, 3)), max_size=24)


class EveryInterleaving(TestCase):
    @settings(max_examples=200, deadline=None)
    @given(STEPS)
    def test_no_update_is_lost(self, steps):
        question = factories.QuestionFactory(text="Från början?")
        newest, read, refused = question.text, {}, 0

        for number, (step, person) in enumerate(steps):
            fresh = AuditQuestion.objects.get(pk=question.pk)
            if step == "read":
                read[person] = (f"version={fresh.version}", fresh.text)
                continue
            sent, seen = read.get(person, (f"version={question.version}", question.text))
            mine = f"Lydelse {number} av {person}?"
            form = QuestionForm(QueryDict(f"text={mine}&{sent}"), instance=fresh)
            if form.is_valid():
                form.save()
                assert seen == newest
                newest = mine
                read[person] = (f"version={fresh.version}", mine)
            else:
                refused += 1
                assert form.is_stale and form.status == 409
                assert [(c.mine, c.theirs) for c in form.clashes()] == [(mine, newest)]
                chosen = f"seen={fresh.version}&clash-text=1&choose-text=mine&settle=1"
                read[person] = (f"version={form.retry_version()}&{chosen}", newest)

        assert AuditQuestion.objects.get(pk=question.pk).text == newest
