"""How are the facts of an action written into the rows of a case? One writer for all procedures."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huxin.base.errors import NotPossible
from huxin.cases.facts import ClaimFact, Facts, MeasureFact
from huxin.cases.models import Case, Claim, Measure, Party
from huxin.documents.models import Paper


def write(case: Case, facts: Facts, *, on: date, paper: Paper | None, whose: Party | None = None) -> None:
    """Claims and measures, new ones and what became of old ones; a new claim is that of the party who makes it."""
    write_claims(case, facts.claims, whose=whose)
    _write_measures(case, facts.measures, on=on, paper=paper)


def write_claims(case: Case, claims: Iterable[ClaimFact], *, whose: Party | None = None) -> None:
    """Add new claims; change what is given of old ones."""
    for fact in claims:
        given = _given(fact)
        if fact.id is None:
            Claim.objects.create(case=case, party=whose, **given)
        elif not _change(Claim.objects.filter(pk=fact.id, case=case), given):
            raise NotPossible("所填的请求事项不在本案中，请刷新页面后再填。")


def _write_measures(case: Case, measures: Iterable[MeasureFact], *, on: date, paper: Paper | None) -> None:
    for fact in measures:
        given = _given(fact)
        if fact.id is None:
            Measure.objects.create(case=case, taken_on=on, paper=paper, **given)
        elif not _change(Measure.objects.filter(pk=fact.id, case=case), given):
            raise NotPossible("所填的措施不在本案中，请刷新页面后再填。")


def _change(row: QuerySet[Any], given: dict[str, Any]) -> bool:
    """Whether the row is there; what is given of it is changed, and nothing may be given."""
    return bool(row.update(**given)) if given else row.exists()


def _given(fact: ClaimFact | MeasureFact) -> dict[str, Any]:
    return {key: value for key, value in asdict(fact).items() if key != "id" and value not in (None, "")}


def unsettled(case: Case) -> list[Claim]:
    """The claims that have no outcome yet; a case is not closed over them."""
    return list(Claim.objects.filter(case=case, outcome="").order_by("pk"))
