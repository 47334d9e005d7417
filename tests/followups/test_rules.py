"""Does a rule draft what it should, once, and nothing more?"""

from collections.abc import Callable
from datetime import date

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Paper
from huxin.followups import actions
from huxin.followups.ladder import tried
from huxin.followups.models import FollowUp, LadderRule
from huxin.journal.models import Event
from huxin.law.calendar import calendar_for
from huxin.plans import terms
from tests.followups.conftest import DIRECTOR, OFFICE, TODAY, Ladder
from tests.world import AT, World


def test_a_rule_that_is_off_drafts_nothing(ladder: Ladder) -> None:
    ladder.late("砚山县政府", 20)
    assert ladder.run() == 0


def test_a_rule_drafts_one_paper_a_party_about_all_its_late_terms(ladder: Ladder) -> None:
    ladder.late("砚山县政府", 3), ladder.late("砚山县政府", 5, goal=2), ladder.late("州总工会", 4)
    ladder.switch_on("letter")
    assert ladder.run() == 2
    county = FollowUp.objects.get(organisation__short_name="砚山县政府")
    assert county.items.count() == 2
    assert county.drafted_by is None


def test_the_same_rung_is_drafted_once(ladder: Ladder) -> None:
    ladder.late("砚山县政府", 3)
    ladder.switch_on("letter")
    assert (ladder.run(), ladder.run(), ladder.run(days_later=30)) == (1, 0, 0)


def test_the_day_before_the_rung_is_reached_nothing_is_drafted(ladder: Ladder) -> None:
    ladder.late("砚山县政府", 2)
    ladder.switch_on("letter")
    assert (ladder.run(), ladder.run(days_later=1)) == (0, 1)


def test_a_term_handed_in_is_followed_up_no_more(ladder: Ladder) -> None:
    term = ladder.late("砚山县政府", 3)
    terms.hand_in(term, answer="normal", at=AT)
    ladder.switch_on("letter")
    assert ladder.run() == 0


def test_a_long_overdue_term_climbs_one_rung_at_a_time_and_only_after_somebody_sent_the_last(ladder: Ladder) -> None:
    ladder.late("州总工会", 60)
    ladder.switch_on("letter", "supervise", "circular")
    assert (ladder.run(), ladder.run(days_later=40)) == (1, 0)
    first = FollowUp.objects.get()
    assert first.rung == "letter"
    actions.note_sent(first, at=AT)
    assert (ladder.run(), ladder.run(days_later=6), ladder.run(days_later=7)) == (0, 0, 1)  # five working days
    assert list(FollowUp.objects.values_list("rung", flat=True).order_by("pk")) == ["letter", "supervise"]


def test_a_lower_rung_switched_on_later_is_not_drafted_after_a_higher_one(ladder: Ladder) -> None:
    term = ladder.late("州总工会", 10)
    ladder.draft("州总工会", "supervise", term)
    ladder.switch_on("chat", "letter")
    assert ladder.run() == 0


def test_what_was_dropped_is_not_drafted_again_by_the_rule_but_may_be_by_a_person(ladder: Ladder, world: World) -> None:
    term = ladder.late("州总工会", 3)
    ladder.switch_on("letter")
    ladder.run()
    dropped = FollowUp.objects.get()
    actions.drop(dropped, reason="已电话说明", by=world.actor(OFFICE), at=AT)
    assert dropped.paper is not None
    assert Paper.objects.get(pk=dropped.paper.pk).state == "voided"
    assert ladder.run() == 0
    assert ladder.draft("州总工会", "letter", term).state == "drafted"
    assert [item.term for item in dropped.items.all()] == [term], "what the dropped draft was about stays known"


def test_after_a_drop_the_next_rung_waits_its_days(ladder: Ladder, world: World) -> None:
    ladder.late("州总工会", 20)
    ladder.switch_on("letter", "supervise")
    ladder.run()
    actions.drop(FollowUp.objects.get(), reason="已电话说明", by=world.actor(OFFICE), at=AT)
    assert (ladder.run(), ladder.run(days_later=7)) == (0, 1)


def test_one_party_that_cannot_be_drafted_keeps_no_other_back(ladder: Ladder, monkeypatch: pytest.MonkeyPatch) -> None:
    ladder.late("砚山县政府", 3), ladder.late("州总工会", 3)
    ladder.switch_on("letter")
    real = actions.draft

    def draft(plan, organisation, *rest, **more):  # type: ignore[no-untyped-def]
        if organisation.short_name == "州总工会":
            raise NotPossible("不行")
        return real(plan, organisation, *rest, **more)

    monkeypatch.setattr(actions, "draft", draft)
    assert ladder.run() == 1


def test_trying_a_rule_on_the_past_writes_nothing(ladder: Ladder) -> None:
    late, answered = ladder.late("州总工会", 30), ladder.late("砚山县政府", 30)
    terms.hand_in(answered, answer="normal", at=AT.replace(month=10, day=13))  # two working days late
    before = (FollowUp.objects.count(), Paper.objects.count(), Event.objects.count(), LadderRule.objects.count())
    calendar = calendar_for("532600")
    hits = tried(ladder.plan, 3, start=date(2026, 1, 1), end=TODAY, calendar=calendar)
    assert [(hit.day, hit.terms) for hit in hits] == [(calendar.add(late.due_on, 3, "working"), (late,))]
    assert (
        FollowUp.objects.count(),
        Paper.objects.count(),
        Event.objects.count(),
        LadderRule.objects.count(),
    ) == before


def test_the_trial_finds_what_the_rule_then_drafts(ladder: Ladder) -> None:
    for unit, days in (("砚山县政府", 3), ("州总工会", 3), ("文山市政府", 2)):
        ladder.late(unit, days)
    hits = tried(ladder.plan, 3, start=TODAY, end=TODAY, calendar=calendar_for("532600"))
    ladder.switch_on("letter")
    assert ladder.run() == len(hits) == 2


@pytest.mark.parametrize("who", ["郑主任", "钱工会", "赵经办", "冯审计", "韩管理"])
def test_only_the_office_sets_a_rule(who: str, ladder: Ladder, world: World) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_rule(ladder.plan, "letter", name="提示函", after_days=3, on=True, by=world.actor(who), at=AT)


@pytest.mark.parametrize(("days", "name"), [(0, "提示函"), (251, "提示函"), (3, "  ")])
def test_a_rule_without_sense_is_refused_with_a_sentence(days: int, name: str, ladder: Ladder, world: World) -> None:
    with pytest.raises(NotPossible):
        actions.set_rule(ladder.plan, "letter", name=name, after_days=days, on=True, by=world.actor(OFFICE), at=AT)


def test_the_events_of_a_draft_do_not_show_on_what_the_party_reads(
    ladder: Ladder, world: World, run_reactions: Callable[[], int]
) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    kinds = {s.kind for e in Event.objects.filter(verb="follow_up.drafted") for s in e.subjects.all()}
    assert kinds == {"followup"}
    assert follow_up.paper is not None
    ladder.issue(follow_up.paper)
    run_reactions()
    sent = Event.objects.get(verb="follow_up.sent")
    assert {s.kind for s in sent.subjects.all()} == {"followup", "duty"}


def test_the_director_signs_and_may_drop_too(ladder: Ladder, world: World) -> None:
    follow_up = ladder.draft("州总工会", "chat", ladder.late("州总工会", 1))
    assert actions.drop(follow_up, reason="不必", by=world.actor(DIRECTOR), at=AT).state == "dropped"
