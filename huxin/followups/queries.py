"""Which followings-up are there, and who is late with what?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huxin.followups.ladder import by_party, owed_late
from huxin.followups.models import FollowUp, FollowUpTerm, LadderRule, Rung
from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Plan, Term


@dataclass(frozen=True, slots=True)
class LateParty:
    """One party with its late terms, oldest first."""

    organisation: Organisation
    terms: list[Term]
    names: dict[str, str]  # what the plan calls each rung

    def open_on(self, rung: str) -> list[Term]:
        """Those not followed up on this rung, or only in a draft that was dropped."""
        return [t for t in self.terms if all(i.rung != rung or i.dropped for i in t.follow_ups.all())]

    @property
    def rungs(self) -> list[tuple[str, str, int]]:
        """(code, name, number of terms) of each rung on which something is left to draft."""
        return [(r.value, self.names[r], n) for r in Rung if (n := len(self.open_on(r.value)))]


def listed(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With what a list shows of each."""
    items = FollowUpTerm.objects.filter(follow_up=OuterRef("pk")).order_by().values("follow_up")
    counted = rows.annotate(term_count=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0))
    return counted.select_related("organisation", "plan", "paper").defer("paper__tree")


def rung_names(plans: QuerySet[Plan]) -> dict[str, list[str]]:
    """How these plans call each rung, in the order of the rungs: the usual name where one has set none, then others."""
    rules = LadderRule.objects.filter(plan__in=plans).order_by("name").values_list("rung", "name")
    called: dict[str, dict[str, int]] = {rung: {} for rung in Rung.values}
    for rung, name, number in rules.annotate(number=Count("pk")):
        called[rung][name] = number
    among = max(plans.count(), 1)
    usual = {r.value: [r.label] * (sum(called[r.value].values()) < among) for r in Rung}
    return {rung: list(dict.fromkeys((*usual[rung], *names))) for rung, names in called.items()}


def late_parties(plan: Plan, *, today: date) -> list[LateParty]:
    """The plan's parties with terms past their day, in protocol order."""
    names = {rung: called[0] for rung, called in rung_names(Plan.objects.filter(pk=plan.pk)).items()}
    late = by_party(owed_late(plan, today)).values()
    parties = [LateParty(terms[0].duty.organisation, terms, names) for terms in late]
    return sorted(parties, key=lambda p: (p.organisation.order, p.organisation.pk))


def sent_about(duty: Duty) -> QuerySet[FollowUp]:
    """What was sent about this duty, newest first: for the duty's own page, which the party reads too."""
    about = FollowUp.objects.filter(items__term__duty=duty, issued_at__isnull=False).distinct()
    return about.select_related("paper").order_by("-pk")
