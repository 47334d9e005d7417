"""Do several claimants answer an offer each for himself, and does the firm get what they all said?"""

from datetime import date
from typing import Any

import pytest

from huxin.base.errors import NotPossible
from huxin.cases import answering
from huxin.cases.actions.merging import consent, consent_all, merge
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Opened
from huxin.cases.actions.parting import part
from huxin.cases.facts import ClaimFact
from huxin.cases.forms.negotiation import Counter
from huxin.cases.models import Case, Party
from huxin.cases.people import Person, by_receipt, own_party
from huxin.cases.progress import progress, told
from huxin.cases.records import Move
from tests.cases.conftest import Desk
from tests.cases.test_boxes import agent_of

WHO = "孙调解"


def offered(desk: Desk) -> tuple[Case, list[Opened]]:
    """Three riders, to whom the firm has offered half."""
    opened = [
        desk.open(
            "mediation/1",
            reporters=(Person(name=f"陆小{n}", phone=f"139000030{n:02d}"),),
            claims=(ClaimFact(kind="wage", claimed_fen=100000),),
        )
        for n in range(3)
    ]
    case = opened[0].case
    merge(case, [one.case for one in opened[1:]], by=desk.world.actor("康主任", desk.later()), at=desk.at)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    desk.send(case, "offer_request", "respondent", who=WHO)
    desk.do(case, "offer", "李经办", answer="other", offer="各付一半", amount="1500")
    return case, opened


def says(desk: Desk, one: Opened, code: str, **given: Any) -> Case:
    """One of them answers on his own page."""
    case, by = by_receipt(one.case.number, one.receipts[0], at=desk.later())
    party = own_party(case, by)
    if code == "counter":
        form = Counter(given, case=case, at=desk.at, party=party)
        assert form.is_valid(), form.errors.as_text()
        perform(case, code, form.facts(), by=by, at=desk.at)
    else:
        perform(case, code, desk.facts(case, code, desk.at, **given), by=by, at=desk.at)
    desk.run()
    case.refresh_from_db()
    return case


def firm_reads(desk: Desk, case: Case) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What the others answered, as the firm sees it."""
    party = case.parties.get(role="respondent")
    return [(one.title, one.lines) for one in answering.told(case, party, at=desk.at).said if not one.own]


def asks(amount: str) -> dict[str, str]:
    """His own sum, and why."""
    return {"amount": amount, "reason": f"有考勤，应付{amount}元"}


@pytest.mark.parametrize("last", [2, 0])
def test_each_names_his_own_sum_and_the_firm_gets_them_with_the_last_word(desk: Desk, last: int) -> None:
    case, opened = offered(desk)
    answers: dict[int, tuple[str, dict[str, str]]] = {
        0: ("counter", asks("900")), 1: ("counter", asks("800")), 2: ("take_offer", {}),
    }  # fmt: skip
    order = [n for n in answers if n != last] + [last]
    for n in order[:-1]:
        assert says(desk, opened[n], answers[n][0], **answers[n][1]).step == "considering"
        assert firm_reads(desk, case) == []  # nothing before all have spoken
        row = Party.objects.get(pk=opened[n].parties[0].pk)
        assert "您已答复" in progress(case, row, today=desk.at.date()).state
    case = says(desk, opened[last], answers[last][0], **answers[last][1])
    assert (case.step, desk.due(case, "offer")) == ("offering", date(2026, 11, 30))
    read = firm_reads(desk, case)
    assert sorted(title for title, _ in read) == ["另提方案", "另提方案", "接受方案"]
    assert {lines[0][1] for _, lines in read} == {"陆小0", "陆小1", "陆小2"}
    assert ("提出的金额（元）", "900.00") in [line for _, lines in read for line in lines]
    hint = str(desk.form(case, "take_counter").fields["remark"].help_text)
    assert "支付陆小1800.00元" in hint
    assert "陆小2接受被申请人的方案：各付一半" in hint
    desk.do(case, "take_counter", "李经办", remark="十二月十日前转账")
    form = desk.form(case, "agree")
    sums = {claim.party_id: form.fields[f"found_{claim.pk}"].initial for claim in case.claims.all()}
    assert [sums[one.parties[0].pk] for one in opened] == [90000, 80000, None]  # what nobody named is not guessed
    assert "被申请人支付陆小0900.00元。" in str(form.fields["terms"].initial)
    assert "十二月十日前转账" in str(form.fields["terms"].initial)


def test_a_new_word_takes_the_place_of_the_old(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "take_offer")
    says(desk, opened[0], "decline_offer")
    says(desk, opened[1], "take_offer")
    assert says(desk, opened[2], "take_offer").step == "considering"  # not all have taken it
    says(desk, opened[0], "counter", **asks("900"))
    case.refresh_from_db()
    assert case.step == "offering"
    assert len(firm_reads(desk, case)) == 3  # the last word of each


def test_who_takes_no_part_holds_the_others_sums_back(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "counter", **asks("900"))
    says(desk, opened[1], "decline_offer")
    assert says(desk, opened[2], "take_offer").step == "considering"
    desk.do(case, "decline_offer", WHO)  # the office goes on with all
    assert case.step == "talked"


def test_the_office_writes_down_whose_sum_it_is(desk: Desk) -> None:
    case, opened = offered(desk)
    rows: list[Party] = [one.parties[0] for one in opened]
    assert "whose" in desk.form(case, "counter", **asks("900")).errors
    desk.do(case, "counter", WHO, whose=str(rows[0].pk), **asks("900"))
    assert case.step == "considering"
    rows[0].refresh_from_db()
    assert dict(told(rows[0], at=desk.at)[-1][2])["提出的金额（元）"] == "900.00"
    by = desk.world.actor(WHO, desk.later())
    consent_all(case, parties=rows[1:], what="take_offer", by=by, at=desk.at)  # told at the desk
    case.refresh_from_db()
    assert case.step == "offering"
    assert [label for label, _ in firm_reads(desk, case)[0][1]][:2] == ["申请人", "提出的金额（元）"]  # no telephone
    assert dict(told(rows[0], at=desk.at)[-1][2])["提出的金额（元）"] == "900.00"
    with pytest.raises(NotPossible, match="不能办理"):
        desk.do(case, "take_offer", WHO)


def test_a_sum_whose_day_has_passed_since_is_not_sent_to_the_firm(desk: Desk) -> None:
    _, opened = offered(desk)
    says(desk, opened[0], "counter", **asks("900"))
    says(desk, opened[1], "take_offer")
    desk.later(10)
    assert says(desk, opened[2], "take_offer").step == "considering"


def test_the_principal_reads_what_his_agent_answered_and_the_agent_while_he_may_act(desk: Desk) -> None:
    opened = desk.open("mediation/1")
    case, principal = opened.case, opened.parties[0]
    agent = agent_of(desk, case, settle=True)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    desk.do(case, "offer", WHO, answer="other", offer="付一半", amount="6000")
    Move.objects.create(
        case=case, action="counter", from_step="considering", to_step="offering", state=Move.State.DONE,
        facts=desk.facts(case, "counter", desk.at, **asks("900")).to_json(), party=agent, made_at=desk.at,
        done_at=desk.at,
    )  # fmt: skip
    for one in (principal, agent):
        assert ("提出的金额（元）", "900.00") in told(one, at=desk.at)[-1][2]
    Move.objects.filter(action="counter").update(party=principal)
    agent.refresh_from_db()
    assert ("提出的金额（元）", "900.00") in told(agent, at=desk.at)[-1][2]
    assert told(agent, at=desk.later(40))[-1][2] == []  # his authorisation is over


def test_nobody_reads_what_another_of_several_asked_for(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "counter", **asks("900"))
    case, by = by_receipt(opened[1].case.number, opened[1].receipts[0], at=desk.later())
    form = Counter(None, case=case, at=desk.at, party=own_party(case, by))
    assert form.fields["amount"].help_text == "企业的方案：各付一半"


def test_when_he_leaves_who_had_not_spoken_the_case_goes_on_with_the_others(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "counter", **asks("900"))
    says(desk, opened[1], "take_offer")
    case = says(desk, opened[2], "withdraw")
    assert case.step == "offering"
    assert sorted(title for title, _ in firm_reads(desk, case)) == ["另提方案", "接受方案"]


def test_what_he_asked_for_who_left_is_not_put_to_the_firm(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "counter", **asks("900"))
    says(desk, opened[2], "counter", **asks("800"))
    says(desk, opened[2], "withdraw")
    case = says(desk, opened[1], "take_offer")
    assert case.step == "offering"
    assert {lines[0][1] for _, lines in firm_reads(desk, case)} == {"陆小0", "陆小1"}


def test_the_last_who_stays_and_has_taken_the_offer_need_not_say_so_again(desk: Desk) -> None:
    case, opened = offered(desk)
    says(desk, opened[0], "take_offer")
    says(desk, opened[1], "withdraw")
    last = Party.objects.get(pk=opened[2].parties[0].pk)
    part(last, reason="请求不同", by=desk.world.actor("康主任", desk.later()), at=desk.at)
    case.refresh_from_db()
    assert case.step == "agreed"


def test_an_offer_after_the_firms_day_sets_the_claimant_no_day_that_has_passed(desk: Desk) -> None:
    case = desk.open("mediation/1").case
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    desk.send(case, "offer_request", "respondent", who=WHO)
    desk.later(40)
    desk.do(case, "offer", "李经办", answer="other", offer="付一半", amount="6000")
    assert not case.deadlines.filter(clock="answer").exists()
    assert not Counter.timely(Case.objects.get(pk=case.pk), desk.at.date())  # the days of negotiation are over


def test_a_consent_written_down_meanwhile_is_kept(desk: Desk) -> None:
    case = desk.open("mediation/1").case
    by, stale = desk.world.actor(WHO, desk.at), case.parties.get(role="claimant")
    consent(case.parties.get(role="claimant"), "e_service", by=by, at=desk.at)
    consent(stale, "share", by=by, at=desk.at)
    assert set(Party.objects.get(pk=stale.pk).consents) >= {"e_service", "share"}
