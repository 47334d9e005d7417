"""Does a paper that was made public remind, serve in its time, and give days back when it ends before?"""

from datetime import date

import pytest
from django.utils.timezone import localtime

from huxin.base.errors import NotPossible
from huxin.cases.actions import noticing
from huxin.cases.records import DeadlineStop
from huxin.notices.models import Notice
from huxin.notices.reminders import remind
from tests.cases.conftest import Desk
from tests.cases.test_arbitration import PUBLIC, WHO, noticed, to_be_noticed


def mornings(desk: Desk, day: date) -> list[str]:
    """The minute job, and the round of reminders, of every morning until this one; what was told."""
    while desk.at.date() < day:
        desk.later(1)
        noticing.serve_noticed(today=desk.at.date(), at=desk.at)
        desk.run()
        remind(today=desk.at.date(), at=desk.at)
    told = Notice.objects.filter(rule__in=("case.notice_soon", "case.noticed"), user__name="黎书记")
    return [f"{localtime(one.created_at):%m-%d} {one.rule}" for one in told.order_by("pk")]


def test_a_running_notice_reminds_and_serves_when_its_days_are_over(desk: Desk) -> None:
    case = to_be_noticed(desk)
    desk.later(1)
    noticed(desk, case, published_on=PUBLIC)
    assert not case.services.filter(mode="public_notice").exists()
    assert not case.deadlines.filter(clock="defence").exists()
    assert case.deadlines.get(clock="award").due_on == date(2027, 2, 8)  # its days are left out from the first on
    with pytest.raises(NotPossible, match="已经在向该当事人公告"):
        noticed(desk, case, published_on=PUBLIC)
    told = mornings(desk, date(2026, 12, 26))
    assert told == [
        "12-17 case.notice_soon", "12-21 case.notice_soon", "12-23 case.notice_soon", "12-24 case.noticed",
    ]  # fmt: skip
    row = case.services.get(mode="public_notice")
    assert (row.served_on, row.published_on) == (date(2026, 12, 24), PUBLIC)
    assert case.deadlines.get(clock="defence").started_on == date(2026, 12, 24)
    assert case.deadlines.get(clock="award").stops.count() == 1


def test_who_comes_for_the_paper_is_served_that_day_and_the_notice_is_over(desk: Desk) -> None:
    case = to_be_noticed(desk)
    desk.later(1)
    noticed(desk, case, published_on=PUBLIC)
    before = case.deadlines.get(clock="award").due_on
    desk.later(10)
    desk.serve(case, desk.paper(case, "defence_notice"), "respondent", who=WHO)
    term = case.deadlines.get(clock="award")
    assert term.stops.get().until == desk.at.date()
    assert term.due_on < before
    mornings(desk, date(2026, 12, 28))
    assert [row.mode for row in case.services.filter(party__role="respondent")] == ["in_person"]


def test_a_notice_taken_back_leaves_nothing_out_and_serves_nothing(desk: Desk) -> None:
    case = to_be_noticed(desk)
    desk.later(1)
    plain = case.deadlines.get(clock="award").due_on
    row = noticed(desk, case, published_on=PUBLIC)
    noticing.take_back(row, by=desk.world.actor(WHO, desk.later()), at=desk.at)
    assert (case.deadlines.get(clock="award").due_on, DeadlineStop.objects.count()) == (plain, 0)
    with pytest.raises(NotPossible, match="已经终止"):
        noticing.take_back(row, by=desk.world.actor(WHO, desk.later()), at=desk.at)
    mornings(desk, date(2026, 12, 26))
    assert not case.services.filter(party__role="respondent").exists()
    assert noticed(desk, case, published_on=PUBLIC).ended_on == date(2026, 12, 24)  # and may be made public again
