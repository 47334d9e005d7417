"""Do twelve reports become one case in which everybody keeps his receipt, his claim, and the right to go alone?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible
from huxin.cases.actions.merging import consent_all, is_collective, merge, related
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Opened
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case, Party
from huxin.cases.people import Person, by_receipt
from huxin.cases.wording import claims_table, claims_text
from tests.cases.conftest import Desk

RIDERS = 12


def twelve(desk: Desk) -> tuple[Case, list[Opened]]:
    """Twelve riders of one station, merged by the head."""
    told = [
        desk.open(
            reporters=(Person(name=f"陆小{n}", phone=f"139000030{n:02d}"),),
            claims=(ClaimFact(kind="wage", claimed_fen=100000 + n),),
        )
        for n in range(RIDERS)
    ]
    case = told[0].case
    head = desk.world.actor("覃队长", desk.later())
    assert len(related(case, head)) == RIDERS - 1
    merge(case, [one.case for one in told[1:]], by=head, at=desk.at)
    case.refresh_from_db()
    return case, told


def test_everybody_stays_in_it_by_his_own_receipt_with_his_own_claim(desk: Desk) -> None:
    case, told = twelve(desk)
    assert is_collective(case)
    assert case.claimed_fen == sum(100000 + n for n in range(RIDERS))
    for n, one in enumerate(told):
        found, _ = by_receipt(one.case.number, one.receipts[0], at=desk.later())
        assert found == case
        assert case.claims.get(party__pk=one.parties[0].pk).claimed_fen == 100000 + n
    assert "共12项，合计12,000.66元" in claims_text(case)
    assert "陆小5：" in claims_table(case).rows[6][1].text


def test_one_of_twelve_withdraws_for_himself_alone(desk: Desk) -> None:
    case, told = twelve(desk)
    found, reporter = by_receipt(told[3].case.number, told[3].receipts[0], at=desk.later())
    facts = desk.facts(found, "withdraw", desk.at, reason="已付清")
    perform(found, "withdraw", facts, by=reporter, at=desk.later())
    case.refresh_from_db()
    assert (case.step, case.people, case.closed_at) == ("filed", RIDERS - 1, None)
    assert list(case.claims.filter(outcome="withdrawn").values_list("party", flat=True)) == [told[3].parties[0].pk]
    with pytest.raises(NotPossible, match="不对"):
        by_receipt(told[3].case.number, told[3].receipts[0], at=desk.later())


def test_the_last_one_who_withdraws_ends_the_case(desk: Desk) -> None:
    opened = desk.open()
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    perform(case, "withdraw", desk.facts(case, "withdraw", desk.at), by=reporter, at=desk.later())
    case.refresh_from_db()
    assert case.step == "withdrawn"


def test_one_answer_ends_all_claims_and_one_of_its_own_stands(desk: Desk) -> None:
    case, told = twelve(desk)
    mine = case.claims.get(party=told[2].parties[0].pk)
    form = desk.form(case, "close", result="已支付", every_outcome="met", every_paid_on="2026-11-23",
                     **{f"outcome_{mine.pk}": "denied"})  # fmt: skip
    assert form.is_valid(), form.errors.as_text()
    facts = {fact.id: fact for fact in form.facts().claims}
    assert facts[mine.pk].outcome == "denied"
    others = [fact for pk, fact in facts.items() if pk != mine.pk]
    assert {(fact.outcome, fact.paid_on) for fact in others} == {("met", date(2026, 11, 23))}
    assert sum(fact.paid_fen or 0 for fact in others) == case.claimed_fen - 100002
    assert "every_outcome" not in form.facts().data
    assert not desk.form(case, "close", result="已支付").is_valid()


def test_consents_are_written_down_for_those_who_gave_them(desk: Desk) -> None:
    case, _ = twelve(desk)
    officer = desk.world.actor("陈办案", desk.later())
    chosen = list(case.parties.filter(role=Party.Role.CLAIMANT).order_by("pk")[:11])
    assert consent_all(case, parties=chosen, what="merge", by=officer, at=desk.at) == 11
    assert case.parties.filter(role=Party.Role.CLAIMANT, consents={}).count() == 1
    with pytest.raises(NotPossible, match="至少选择一名"):
        consent_all(case, parties=[], what="merge", by=officer, at=desk.at)
    with pytest.raises(NotPossible, match="选择同意的事项"):
        consent_all(case, parties=chosen, what="anything", by=officer, at=desk.at)
