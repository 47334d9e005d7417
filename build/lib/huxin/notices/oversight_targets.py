"""Whom does an event of order data concern? The platform that delivered, the office that decides, the firm asked."""

from collections.abc import Iterator

from huxin.journal.models import Event
from huxin.notices.people import holders
from huxin.notices.targets import Target, touched
from huxin.oversight.models import Delivery


def deciders(event: Event) -> Iterator[Target]:
    """Whoever takes or refuses, of a delivery that no rule has settled."""
    for row in touched(event, "delivery"):
        if row.state == Delivery.State.CHECKED:
            yield Target(row, holders("delivery.decide", row.org_path, at=event.occurred_at), row.org_path)


def asked_firms(event: Event) -> Iterator[Target]:
    """The firm's people, else the platform's: told once, however many findings they are asked about."""
    for row in touched(event, "finding")[:1]:
        firm = holders("finding.answer", row.firm.org_path, at=event.occurred_at)
        people = firm or holders("finding.answer", row.platform.org_path, at=event.occurred_at)
        yield Target(row, people, row.org_path)


def handlers(event: Event) -> Iterator[Target]:
    """Whoever handles findings where the work was done: told once."""
    for row in touched(event, "finding")[:1]:
        yield Target(row, holders("finding.handle", row.org_path, at=event.occurred_at), row.org_path)
