"""Are officers told of their cases, and does nothing of a case leave the house?"""

from datetime import timedelta

from huxin.cases.actions import desk as acts
from huxin.cases.actions import talking
from huxin.cases.people import by_receipt
from huxin.cases.reactions import note_overdue
from huxin.notices.models import Notice
from huxin.orgs.models import User
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_complaint_branches import noticed
from tests.cases.test_mediation import ACCEPT


def told(rule: str) -> set[str]:
    """Who has a notice of this rule."""
    rows = Notice.objects.filter(rule=rule).values_list("user", flat=True)
    return set(User.objects.filter(pk__in=rows).values_list("username", flat=True))


def test_who_assigns_hears_of_a_new_case_and_the_officer_of_his(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    assert told("case.waiting") == {"覃队长"}
    acts.assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    desk.run()
    assert told("case.assigned") == {"陈办案"}


def test_a_letter_of_a_party_reaches_the_officer_without_its_words(desk: Desk) -> None:  # noqa: F811
    opened = desk.open()
    acts.assign(opened.case, officer=desk.world.user("岑协办"), by=desk.world.actor("覃队长"), at=desk.later())
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    talking.write(case, opened.parties[0], text="我的银行卡号", by=reporter, at=desk.later())
    desk.run()
    assert told("case.heard") == {"岑协办"}
    assert "银行卡" not in Notice.objects.get(rule="case.heard").text


def test_of_a_term_past_the_officer_and_who_supervises_him_are_told(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    acts.assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    note_overdue(today_at=desk.at + timedelta(days=30))
    desk.run()
    assert told("case.overdue") == {"陈办案", "覃队长"}


def test_a_body_that_is_asked_hears_of_it_and_the_officer_of_its_answer(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    acts.assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    row = acts.ask(
        case, kind="assist", organisation=desk.world.org("砚山县总工会"), text="请了解情况", due_on=None,
        by=desk.world.actor("陈办案"), at=desk.later(),
    )  # fmt: skip
    desk.run()
    assert told("case.asked") == {"谢干部"}
    acts.answer(row, text="已了解", by=desk.world.actor("谢干部"), at=desk.later())
    desk.run()
    assert told("case.answered") == {"陈办案"}


def test_a_worker_with_a_log_in_is_told_what_he_waits_for(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    case.parties.filter(role="claimant").update(worker=desk.world.rider)
    acts.assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    desk.run()
    assert not Notice.objects.filter(rule__startswith="party.").exists()
    talking.tell(case, text="请带身份证来", by=desk.world.actor("陈办案"), at=desk.later())
    desk.run()
    assert told("party.told") == {"王师傅"}
    assert "身份证" not in Notice.objects.get(rule="party.told").text


def test_a_worker_is_called_to_what_both_sides_attend_and_not_to_the_hearing_of_the_firm(desk: Desk) -> None:  # noqa: F811
    fined, quarrel = noticed(desk), desk.open("mediation/1").case
    for case in (fined, quarrel):
        case.parties.filter(role="claimant").update(worker=desk.world.rider)
    desk.do(fined, "request_hearing", who="李经办", reason="有异议")
    desk.do(fined, "set_hearing", held_on="2026-12-10", place="三楼", chair="白法制")
    assert told("party.called") == set()
    desk.do(quarrel, "accept", "孙调解", **ACCEPT)
    desk.do(quarrel, "call_session", "孙调解", held_on="2026-12-10", time="9时", place="二楼")
    assert told("party.called") == {"王师傅"}


def test_of_a_nameless_case_no_account_is_told(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    case.parties.filter(role="claimant").update(worker=desk.world.rider)
    type(case).objects.filter(pk=case.pk).update(anonymous=True)
    talking.tell(case, text="收到", by=desk.world.actor("陈办案"), at=desk.later())
    desk.run()
    assert not Notice.objects.filter(rule="party.told").exists()


def test_a_worker_who_is_refused_is_told_when_his_letter_is_out(desk: Desk) -> None:  # noqa: F811
    case = desk.open().case
    case.parties.filter(role="claimant").update(worker=desk.world.rider)
    desk.approve(desk.do(case, "reject", reason="已经申请仲裁", law="第二十一条", instead="县仲裁院"))
    assert told("party.moved") == set()
    desk.issue(desk.paper(case, "refusal"))
    desk.run()
    assert told("party.moved") == {"王师傅"}
