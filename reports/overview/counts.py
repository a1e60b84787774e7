"""How many stand in each part, for a row of a table and for its sum."""

from dataclasses import dataclass, fields

from recommendations.values import COLUMNS_EXPLAINED, CountPart


@dataclass
class Counts:
    """Recommendation × addressee, each in exactly one part, so that the parts add up to all."""

    done: int = 0
    partly: int = 0
    on_schedule: int = 0
    not_done: int = 0
    not_relevant: int = 0
    replaced: int = 0
    unjudged: int = 0
    unanswered: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, part.name) for part in fields(Counts))

    @property
    def open(self) -> int:
        """Neither closed by a decided verdict nor ersatt."""
        return self.total - self.done - self.not_relevant - self.replaced

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Kind of shape, words and count of each, in the order of a bar."""
        return [(part.bar, part.several, getattr(self, part)) for part in CountPart]

    @property
    def columns(self) -> list[CountPart]:
        """Of the table whose sum this is: what is rare has a column only when there is any."""
        rare = (CountPart.NOT_RELEVANT, CountPart.REPLACED)
        return [part for part in CountPart if part not in rare or getattr(self, part)]

    @property
    def explained(self) -> str:
        return COLUMNS_EXPLAINED

    def add(self, part: CountPart, count: int) -> None:
        setattr(self, part, getattr(self, part) + count)

    def __add__(self, counts: "Counts") -> "Counts":
        names = [part.name for part in fields(Counts)]
        return Counts(*(getattr(self, name) + getattr(counts, name) for name in names))
