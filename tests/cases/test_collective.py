"""Do twelve reports become one case in which everybody keeps his receipt, his claim, and the right to go alone?"""

from datetime import date
from io import BytesIO

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import collective, signing
from huxin.cases.actions import talking
from huxin.cases.actions.merging import consent_all, merge, related
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Opened
from huxin.cases.actions.parting import part
from huxin.cases.casefile import pieces_of
from huxin.cases.collective import is_collective
from huxin.cases.facts import ClaimFact
from huxin.cases.mine import messages_to
from huxin.cases.models import Case, Party
from huxin.cases.people import Person, by_receipt, own_party
from huxin.cases.progress import progress
from huxin.cases.reach import Account
from huxin.cases.wording import claims_table, claims_text
from huxin.documents import store
from tests.cases.conftest import PDF, Desk

RIDERS = 12


def twelve(desk: Desk, procedure: str = "complaint/1", head: str = "覃队长") -> tuple[Case, list[Opened]]:
    """Twelve riders of one station, merged by the head."""
    told = [
        desk.open(
            procedure,
            reporters=(Person(name=f"陆小{n}", phone=f"139000030{n:02d}"),),
            claims=(ClaimFact(kind="wage", claimed_fen=100000 + n),),
        )
        for n in range(RIDERS)
    ]
    case = told[0].case
    by = desk.world.actor(head, desk.later())
    assert len(related(case, by)) == RIDERS - 1
    merge(case, [one.case for one in told[1:]], by=by, at=desk.at)
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
    mine, reporter = by_receipt(told[3].case.number, told[3].receipts[0], at=desk.later())
    party = own_party(mine, reporter)
    assert party == told[3].parties[0]
    seen = progress(mine, party, today=desk.at.date())
    assert (seen.state, seen.actions, seen.next) == ("您已退出本案，本人请求已撤回", (), ())
    talking.tell(case, text="请大家补充流水", by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    assert talking.messages(mine, party) == []
    with pytest.raises(NotPossible, match="您已退出本案"):
        talking.write(mine, party, text="再问一下", by=reporter, at=desk.later())


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


def elected(desk: Desk, case: Case, number: int = 3, who: str = "陈办案", agreed: int = 11) -> list[Party]:
    """The first few speak for those who agreed."""
    by = desk.world.actor(who, desk.later())
    everybody = list(collective.claimants(case))
    consent_all(case, parties=everybody[:agreed], what="merge", by=by, at=desk.at)
    proof = store.keep(BytesIO(PDF), name="推举书.pdf", org_path=case.org_path, by=by, at=desk.at)
    collective.elect(case, chosen=everybody[:number], proof=proof, by=by, at=desk.at)
    return everybody[:number]


@pytest.mark.parametrize("number", [2, 6])
def test_three_to_five_are_elected(desk: Desk, number: int) -> None:
    case, _ = twelve(desk)
    with pytest.raises(NotPossible, match="代表人应为3至5名"):
        elected(desk, case, number)


def test_fewer_than_ten_elect_nobody(desk: Desk) -> None:
    case = desk.open().case
    with pytest.raises(NotPossible, match="10人以上的案件才推举代表人"):
        elected(desk, case, 1)


def test_they_speak_for_those_who_agreed_and_for_nobody_else(desk: Desk) -> None:
    case, told = twelve(desk)
    chosen = elected(desk, case)
    assert "推举代表人的推举书" in [piece.title for piece in pieces_of(case)]
    assert list(collective.representatives(case)) == chosen
    assert collective.represented(case).count() == 8  # eleven agreed, three of them speak
    desk.do(case, "ask_supplement", needed="流水", due_on="2026-12-01")
    silent, speaker, alone = told[5], told[0], told[11]
    found, by = by_receipt(silent.case.number, silent.receipts[0], at=desk.later())
    with pytest.raises(NotPossible, match="由代表人统一办理"):
        perform(found, "supplement", desk.facts(found, "supplement", desk.at), by=by, at=desk.at)
    found, by = by_receipt(alone.case.number, alone.receipts[0], at=desk.later())
    assert not collective.represented(case).filter(pk=alone.parties[0].pk).exists()
    found, by = by_receipt(speaker.case.number, speaker.receipts[0], at=desk.later())
    perform(found, "supplement", desk.facts(found, "supplement", desk.at), by=by, at=desk.at)
    case.refresh_from_db()
    assert case.step == "filed"


def test_an_offer_is_taken_when_everybody_has_taken_it(desk: Desk) -> None:
    case, told = twelve(desk, "mediation/1", "康主任")
    elected(desk, case, who="孙调解")
    desk.do(case, "send_claim", "孙调解", consented="on", due_on="2026-11-30")
    desk.do(case, "offer", "孙调解", answer="other", offer="付一半", amount="6000")
    with pytest.raises(NotPossible, match="还有12名申请人没有同意“接受企业协商方案”"):
        desk.do(case, "take_offer", "孙调解")
    for n, one in enumerate(told):
        found, by = by_receipt(one.case.number, one.receipts[0], at=desk.later())
        assert found.step == "considering", n
        perform(found, "take_offer", desk.facts(found, "take_offer", desk.at), by=by, at=desk.at)
    case.refresh_from_db()
    assert case.step == "agreed"


def test_what_was_said_to_an_earlier_offer_is_no_answer_to_a_new_one(desk: Desk) -> None:
    case, _ = twelve(desk, "mediation/1", "康主任")
    by = desk.world.actor("孙调解", desk.later())
    consent_all(case, parties=list(collective.claimants(case)), what="take_offer", by=by, at=desk.at)
    desk.do(case, "send_claim", "孙调解", consented="on", due_on="2026-11-30")
    desk.do(case, "offer", "孙调解", answer="other", offer="付一半")
    assert len(collective.silent(case, "take_offer")) == RIDERS


def test_the_office_does_not_withdraw_for_those_who_did_not_say_so(desk: Desk) -> None:
    case, _ = twelve(desk)
    with pytest.raises(NotPossible, match="还有12名申请人没有同意“撤回本人请求”"):
        desk.do(case, "withdraw", reason="有人撤回")


def test_representatives_sign_the_application_for_all_and_each_signs_the_settlement(desk: Desk) -> None:
    case, _ = twelve(desk, "mediation/1", "康主任")
    application = desk.paper(case, "mediation_application")
    assert len(signing.missing_signers(application, case)) == RIDERS
    elected(desk, case, who="孙调解")
    assert len(signing.missing_signers(application, case)) == 4  # three who speak, one who did not agree


def test_one_of_them_is_parted_and_goes_on_alone_with_his_receipt(desk: Desk) -> None:
    case, told = twelve(desk)
    elected(desk, case)
    due = desk.due(case, "acceptance")
    head, mine = desk.world.actor("覃队长", desk.later()), told[7]
    mine.parties[0].refresh_from_db()
    new = part(mine.parties[0], reason="不愿并案", by=head, at=desk.at)
    case.refresh_from_db()
    assert (new.step, new.people, new.claimed_fen) == (case.step, 1, 100007)
    assert (case.people, case.claims.count()) == (RIDERS - 1, RIDERS - 1)
    assert desk.due(new, "acceptance") == due
    found, reporter = by_receipt(mine.case.number, mine.receipts[0], at=desk.later())
    assert found == new
    assert own_party(new, reporter) == mine.parties[0]
    assert own_party(case, reporter) is None
    told[2].parties[0].refresh_from_db()
    for stranger in ("杨外县", "李经办"):
        with pytest.raises(PermissionDenied):
            part(told[2].parties[0], reason="x", by=desk.world.actor(stranger, desk.later()), at=desk.at)


def test_the_reporter_of_the_main_case_is_parted_too(desk: Desk) -> None:
    case, told = twelve(desk)
    new = part(told[0].parties[0], reason="另行处理", by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    found, _ = by_receipt(case.number, told[0].receipts[0], at=desk.later())
    assert found == new
    told[1].parties[0].refresh_from_db()
    with pytest.raises(NotPossible, match="写明分案的理由"):
        part(told[1].parties[0], reason=" ", by=desk.world.actor("覃队长", desk.later()), at=desk.at)


def test_what_was_written_to_and_fro_is_not_lost_where_a_report_is_merged(desk: Desk) -> None:
    first, second = (desk.open(reporters=(Person(name=f"陆小{n}", phone=f"1390000300{n}"),)) for n in range(2))
    case, reporter = by_receipt(second.case.number, second.receipts[0], at=desk.later())
    talking.write(case, second.parties[0], text="什么时候有结果", by=reporter, at=desk.at)
    talking.tell(case, text="正在核实", by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    merge(first.case, [case], by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    kept = {
        n: [note.text for note in talking.messages(first.case, Party.objects.get(pk=one.parties[0].pk))]
        for n, one in enumerate((first, second))
    }
    assert sorted(kept[1]) == ["什么时候有结果", "正在核实"]
    assert kept[0] == []


def test_what_was_written_to_all_goes_with_each_of_them_however_often_it_is_merged_or_parted(desk: Desk) -> None:
    rider = desk.world.rider
    people = [Person(name=f"陆小{n}", phone=f"1390000300{n}", worker=rider if n == 1 else None) for n in range(3)]
    told = [desk.open(reporters=(one,)) for one in people]
    head, officer = desk.world.actor("覃队长", desk.later()), desk.world.actor("陈办案", desk.later())
    last, middle, first = (one.case for one in told)
    talking.tell(middle, text="给前两人", by=officer, at=desk.later())
    merge(middle, [first], by=head, at=desk.later())
    talking.tell(middle, text="给两人", by=officer, at=desk.later())
    merge(last, [middle], by=head, at=desk.later())
    talking.tell(last, text="给三人", by=officer, at=desk.later())

    def read(one: Opened) -> list[str]:
        party = Party.objects.get(pk=one.parties[0].pk)
        return [note.text for note in talking.messages(party.case, party)]

    assert [read(one) for one in told] == [
        ["给三人"], ["给前两人", "给两人", "给三人"], ["给前两人", "给两人", "给三人"],
    ]  # fmt: skip
    assert [note.text for note in messages_to(Account(0, rider))] == ["给三人", "给两人", "给前两人"]
    Party.objects.filter(pk=told[1].parties[0].pk).update(left_at=desk.later())
    talking.tell(last, text="给其余两人", by=officer, at=desk.later())
    assert ("给其余两人" in read(told[1]), "给其余两人" in read(told[2])) == (False, True)
    assert "给其余两人" not in [note.text for note in messages_to(Account(0, rider))]
    Party.objects.filter(pk=told[1].parties[0].pk).update(left_at=None)
    last.notes.get(text="给其余两人").delete()
    part(Party.objects.get(pk=told[1].parties[0].pk), reason="不愿并案", by=head, at=desk.later())
    assert read(told[1]) == ["给前两人", "给两人", "给三人"]


def test_who_is_parted_takes_the_outside_number_and_clock_of_his_own_report_along(desk: Desk) -> None:
    people = [Person(name=f"陆小{n}", phone=f"1390000300{n}") for n in range(3)]
    outside = {"source": "hotline_12345", "outside_number": "12345-88", "outside_due_on": date(2026, 11, 26)}
    main, own, third = (
        desk.open(reporters=(one,), **(outside if n == 1 else {})) for n, one in enumerate(people)
    )  # fmt: skip
    head = desk.world.actor("覃队长", desk.later())
    merge(third.case, [own.case], by=head, at=desk.later())
    merge(main.case, [third.case], by=head, at=desk.later())
    plain = part(Party.objects.get(pk=third.parties[0].pk), reason="不愿并案", by=head, at=desk.later())
    assert (plain.source, plain.outside_number, plain.outside_due_on) == ("portal", "", None)
    new = part(Party.objects.get(pk=own.parties[0].pk), reason="不愿并案", by=head, at=desk.later())
    assert (new.source, new.outside_number, new.due_on) == ("hotline_12345", "12345-88", date(2026, 11, 26))
    assert "外部编号12345-88" in new.notes.get().text
    assert not Case.objects.exclude(pk=new.pk).filter(outside_number="12345-88").exists()


def test_an_outside_number_under_which_two_came_stays_with_the_main_case(desk: Desk) -> None:
    people = tuple(Person(name=f"陆小{n}", phone=f"1390000300{n}") for n in range(2))
    outside = {"source": "hotline_12345", "outside_number": "12345-89", "outside_due_on": date(2026, 11, 26)}
    told = desk.open(reporters=people, people=2, **outside)
    head = desk.world.actor("覃队长", desk.later())
    assert part(told.parties[1], reason="不愿并案", by=head, at=desk.later()).outside_number == ""
    told.case.refresh_from_db()
    assert (told.case.outside_number, told.case.due_on) == ("12345-89", date(2026, 11, 26))
