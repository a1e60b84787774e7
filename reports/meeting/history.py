"""Who did what with the matters on an agenda, for the audit side to read."""

from collections.abc import Iterator

from accounts.descriptions import Names
from accounts.models import User
from audit.models import Sitting
from common.history import HistoryEntry, Record
from reports.models import AgendaItem, AgendaState, AgendaVoice


def of_agenda(sitting: Sitting, user: User) -> list[HistoryEntry]:
    """Of the matters that the person sees."""
    names = Names()
    items = list(AgendaItem.objects.visible_to(user).filter(sitting=sitting))
    titles = {item.pk: item.title for item in items}
    return [*_of_items(titles, names), *_of_voices(titles, names)]


def _of_items(titles: dict[int, str], names: Names) -> Iterator[HistoryEntry]:
    records = AgendaItem.history.filter(id__in=titles).select_related("history_user", "moved_to")
    before: dict[int, Record] = {}
    for record in records.order_by("history_date", "history_id"):
        old = before.get(record.id)
        if sentence := _said(record, old):
            yield HistoryEntry(record.history_date, names.who(record), sentence)
        before[record.id] = record


def _said(record: Record, old: Record | None) -> str:
    title = record.title
    if record.state == AgendaState.OPEN:
        if old is None:
            return f"satte upp {title}." if record.kind in ("own", "opening") else ""
        return (
            f"ändrade {old.title}." if (old.title, old.proposal) != (title, record.proposal) else ""
        )
    reason = f" Skäl: {record.reason}" if record.reason else ""
    return {
        AgendaState.DECIDED: f"registrerade § {record.number}, {title}.",
        AgendaState.TABLED: f"bordlade {title}.{reason}",
        AgendaState.MOVED: f"flyttade {title} till nästa sammanträde.{reason}",
    }[AgendaState(record.state)]


def _of_voices(titles: dict[int, str], names: Names) -> Iterator[HistoryEntry]:
    records = AgendaVoice.history.filter(item__in=titles).select_related("history_user", "user")
    for record in records.order_by("history_date", "history_id"):
        did = "tog tillbaka" if record.withdrawn_at else "antecknade"
        about = f"{record.get_kind_display().lower()} för {record.user.name}"
        title = titles[record.item_id]
        yield HistoryEntry(record.history_date, names.who(record), f"{did} {about}: {title}.")
