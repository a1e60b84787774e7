"""Full text in the database: Swedish stems, without regard to accents, with the end of a word left out.

Accents go before the stemmer sees the word, in the text and in what is sought alike, so that "atgard" finds åtgärder.
A text that is searched much has a `GinIndex` over `TextWords`.
"""

import re

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Lookup, Value

ACCENTED = "åäöéèêëáàâãíìîïóòôõúùûüýÿñç"
PLAIN = "aaoeeeeaaaaiiiioooouuuuyync"
_PLAIN_TEXT = f"translate(lower(%(expressions)s), '{ACCENTED}', '{PLAIN}')"
_WORD = re.compile(r"\w+")
MOST_WORDS = 12


class TextWords(Func):
    """The stems of a text."""

    template = f"to_tsvector('swedish'::regconfig, {_PLAIN_TEXT})"
    output_field = SearchVectorField()


class SoughtWord(Func):
    """One word, or the beginning of one."""

    template = f"to_tsquery('swedish'::regconfig, {_PLAIN_TEXT} || ':*')"
    output_field = SearchQueryField()


class HasWord(Lookup):
    """A text's stems hold a word: `HasWord(TextWords("text"), SoughtWord(Value("avtal")))`."""

    lookup_name = "has_word"

    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}", (*left_params, *right_params)


def sought_words(text: str) -> list[str]:
    """The words of what somebody has typed, each once."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))[:MOST_WORDS]


def holds(column: str, word: str) -> HasWord:
    return HasWord(TextWords(column), SoughtWord(Value(word)))
