"""Which followings-up are there, and who is late with what?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from huxin.followups.ladder import by_party
from huxin.followups.models import FollowUp, Rung
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan, Term


@dataclass(frozen=True, slots=True)
class LateParty:
    """One party with its late terms, oldest first."""

    organisation: Organisation
    terms: list[Term]

    def open_on(self, rung: str) -> list[Term]:
        """Those not yet followed up on this rung."""
        return [t for t in self.terms if rung not in {item.rung for item in t.follow_ups.all()}]

    @property
    def rungs(self) -> list[tuple[str, str, int]]:
        """(code, name, number of terms) of each rung on which something is left to draft."""
        return [(r.value, r.label, n) for r in Rung if (n := len(self.open_on(r.value)))]


def listed(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With what a list shows of each."""
    return rows.select_related("organisation", "plan", "paper").annotate(term_count=Count("items"))


def late_parties(plan: Plan, *, today: date) -> list[LateParty]:
    """The plan's parties with terms past their day, in protocol order."""
    late = (
        Term.objects.filter(
            plan=plan, state__in=(Term.State.OPEN, Term.State.RETURNED), due_on__lt=today, duty__ended_on=None
        )
        .select_related("duty__goal", "duty__organisation__area")
        .prefetch_related("follow_ups")
        .order_by("due_on", "duty__goal__number", "pk")
    )
    parties = [LateParty(terms[0].duty.organisation, terms) for terms in by_party(late).values()]
    return sorted(parties, key=lambda p: (p.organisation.order, p.organisation.pk))
