"""Rättelser that somebody has put forward, and that revisorerna have not decided."""

from accounts.models import User
from common import swedish
from reports.todo.parts import Section, Task
from responses.models import ProposedCorrection


def corrections(user: User, *, decides: bool) -> Section:
    """Those who decide have them to do; a sakkunnig sees that they wait."""
    waiting = ProposedCorrection.objects.visible_to(user).waiting().with_texts()
    tasks = [_task(proposal, decides=decides) for proposal in waiting]
    return Section("Föreslagna rättelser", tasks, waits=decides)


def _task(proposal: ProposedCorrection, *, decides: bool) -> Task:
    day = swedish.long_date(proposal.proposed_at)
    return Task(
        "utkast",
        proposal.audit.title,
        proposal.get_absolute_url(),
        f"{proposal.about}. Föreslogs {day} av {proposal.proposed_by}; beslutas vid nästa sammanträde.",
        go="Läs",
        deed=f"{'Läs före beslutet' if decides else 'Läs'}: rättelse av {proposal.audit.title}",
        button="Till förslaget",
    )
