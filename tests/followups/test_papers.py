"""What becomes of a following-up, and what do its papers say?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, receipts
from huxin.documents.faces import face
from huxin.documents.models import Paper, Receipt
from huxin.followups import actions
from huxin.followups.models import FollowUp
from huxin.followups.papers import KINDS
from huxin.followups.queries import late_parties, sent_about
from huxin.orgs.access import visible
from huxin.orgs.models import Membership
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from huxin.work.todos import todos
from tests.followups.conftest import CONVENOR, DIRECTOR, OFFICE, TODAY, Ladder
from tests.world import AT, BEGINNING, World


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def words(follow_up: FollowUp) -> str:
    assert follow_up.paper is not None
    return text(from_json(follow_up.paper.tree))


def test_a_government_is_written_to_with_the_consent_of_the_prefecture(ladder: Ladder) -> None:
    for rung, pronoun in (("letter", "贵"), ("supervise", "你")):
        told = words(ladder.draft("砚山县政府", rung, ladder.late("砚山县政府", 9)))
        assert "经州人民政府同意，根据《" in told
        assert f"{pronoun}县人民政府有1项任务" in told
        assert f"{pronoun}市人民政府有1项任务" in words(ladder.draft("文山市政府", rung, ladder.late("文山市政府", 9)))


def test_a_bureau_is_written_to_as_an_equal_by_letter(ladder: Ladder) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    assert "同意" not in words(follow_up)
    assert "贵单位有1项任务" in words(follow_up)
    assert follow_up.paper is not None
    assert follow_up.paper.tree["layout"] == "letter"


def test_upward_papers_speak_of_the_party_and_name_whoever_has_signed(ladder: Ladder) -> None:
    report = ladder.draft("砚山县政府", "government", ladder.late("砚山县政府", 26))
    assert report.paper is not None
    assert "签发人" not in text(face(report.paper))
    assert "砚山县人民政府有1项任务" in words(report)
    assert not report.paper.addressees.exists()
    assert "签发人：林召集" in text(face(ladder.sign(report.paper)))


def test_a_circular_goes_to_every_party_of_the_plan(ladder: Ladder) -> None:
    ladder.late("州总工会", 1), ladder.late("文山市政府", 1)
    circular = ladder.draft("砚山县政府", "circular", ladder.late("砚山县政府", 31))
    assert circular.paper is not None
    units = {row.organisation.short_name for row in circular.paper.addressees.all()}
    assert units == {"砚山县政府", "州总工会", "文山市政府"}
    assert "经州人民政府同意，根据《" in words(circular)


@pytest.mark.parametrize("rung", KINDS)
def test_every_paper_of_the_ladder_reaches_its_end(rung: str, ladder: Ladder, run_reactions: Callable[[], int]) -> None:
    follow_up = ladder.draft("砚山县政府", rung, ladder.late("砚山县政府", 40), ladder.late("砚山县政府", 40, goal=2))
    assert follow_up.paper is not None
    ladder.issue(follow_up.paper)
    run_reactions()
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.issued_at) == ("issued", AT)


def test_nobody_signs_what_is_about_his_own_unit(world: World, ladder: Ladder) -> None:
    """Where there is a convenor of another unit, he is asked at once; else the signature waits for one."""
    paper = ladder.draft("州交通运输局", "convenor", ladder.late("州交通运输局", 16)).paper
    with pytest.raises(NotPossible, match="涉及您所在的单位"):
        ladder.sign(paper)
    Membership.objects.create(
        user=world.user("何监管"), organisation=world.org("州市场监管局"), role="convenor", since=BEGINNING
    )
    for unit, rung, signer in (("州交通运输局", "circular", "何监管"), ("州人社局", "letter", CONVENOR)):
        paper = ladder.draft(unit, rung, ladder.late(unit, 16)).paper
        assert paper.steps.get(kind="sign").user == world.user(signer)
    other = ladder.draft("州总工会", "letter", ladder.late("州总工会", 16)).paper
    assert other.steps.get().role == "office_director"


def test_what_is_put_before_the_convenor_waits_for_him_and_ends_with_his_opinion(
    ladder: Ladder, world: World, run_reactions: Callable[[], int]
) -> None:
    paper = ladder.draft("州总工会", "convenor", ladder.late("州总工会", 16)).paper
    assert paper is not None
    approval.submit(paper, by=world.actor(OFFICE), at=AT)
    approval.decide(paper.steps.get(state="waiting"), opinion="agree", reason="", by=world.actor(DIRECTOR), at=AT)
    convenor = world.actor(CONVENOR)
    assert [todo.state for todo in todos(convenor, AT) if todo.title == paper.title] == ["待签发"]
    step = paper.steps.get(state="waiting")
    approval.decide(step, opinion="agree", reason="请工会负责同志来谈一次。", by=convenor, at=AT)
    run_reactions()
    paper.refresh_from_db()
    assert "请工会负责同志来谈一次。" in text(face(paper))
    assert FollowUp.objects.get(paper=paper).state == "issued"
    assert not [todo for todo in todos(world.actor(OFFICE), AT) if todo.kind == "印发"]


def test_what_goes_upward_names_what_went_out_before_and_nothing_else(
    ladder: Ladder, run_reactions: Callable[[], int]
) -> None:
    late = ladder.late("州总工会", 16)
    assert "至今仍未办结，提请召集人" in words(ladder.draft("州总工会", "convenor", late))
    ladder.issue(ladder.draft("州总工会", "letter", late).paper)
    run_reactions()
    assert "经提示函后仍未办结，现将情况报告" in words(ladder.draft("州总工会", "government", late))


def test_the_day_of_the_answer_is_in_the_text_and_in_the_receipt(ladder: Ladder) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    assert follow_up.paper is not None
    ladder.issue(follow_up.paper)
    receipt = Receipt.objects.get(paper=follow_up.paper)
    assert str(receipt.reply_due_on) == "2026-12-03"
    assert "2026年12月3日前" in words(follow_up)


def test_the_answer_of_the_party_is_seen_on_the_following_up(
    ladder: Ladder, world: World, run_reactions: Callable[[], int]
) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    assert follow_up.paper is not None
    ladder.issue(follow_up.paper)
    receipt = Receipt.objects.get(paper=follow_up.paper)
    by = world.actor("钱工会")
    receipts.acknowledge(receipt, name="钱工会", post="科员", by=by, at=AT)
    receipts.reply(receipt, text="已办结", by=by, at=AT)
    run_reactions()
    follow_up.refresh_from_db()
    assert follow_up.state == "answered"
    actions.close(follow_up, reason="核实办结", by=world.actor(OFFICE), at=AT)
    assert follow_up.state == "closed"


def test_of_a_circular_only_the_party_it_is_about_can_answer_for_itself(
    ladder: Ladder, world: World, run_reactions: Callable[[], int]
) -> None:
    ladder.late("州总工会", 1)
    circular = ladder.draft("砚山县政府", "circular", ladder.late("砚山县政府", 31))
    assert circular.paper is not None
    ladder.issue(circular.paper)
    receipt = Receipt.objects.get(paper=circular.paper, organisation__short_name="州总工会")
    by = world.actor("钱工会")
    receipts.acknowledge(receipt, name="钱工会", post="科员", by=by, at=AT)
    receipts.reply(receipt, text="已阅", by=by, at=AT)
    run_reactions()
    circular.refresh_from_db()
    assert circular.state == "issued"


def test_a_paper_under_approval_is_recalled_before_it_is_dropped(ladder: Ladder, world: World) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    by = world.actor(OFFICE)
    assert follow_up.paper is not None
    approval.submit(follow_up.paper, by=by, at=AT)
    with pytest.raises(NotPossible, match="先撤回送审"):
        actions.drop(follow_up, reason="不必", by=by, at=AT)
    approval.recall(follow_up.paper, by=by, at=AT)
    assert actions.drop(follow_up, reason="不必", by=by, at=AT).state == "dropped"


def test_a_drop_needs_its_reason(ladder: Ladder, world: World) -> None:
    follow_up = ladder.draft("州总工会", "chat", ladder.late("州总工会", 1))
    with pytest.raises(NotPossible):
        actions.drop(follow_up, reason=" ", by=world.actor(OFFICE), at=AT)


def test_the_text_for_the_chat_names_tasks_and_days_and_no_person(ladder: Ladder, world: World) -> None:
    follow_up = ladder.draft("州总工会", "chat", ladder.late("州总工会", 1))
    assert "1. 营造良好舆论环境（时限2026年11月20日）" in follow_up.text
    assert follow_up.paper is None
    assert actions.chat_sent(follow_up, by=world.actor(OFFICE), at=AT).state == "issued"
    with pytest.raises(NotPossible, match="已发出"):
        actions.chat_sent(follow_up, by=world.actor(OFFICE), at=AT)


def test_a_paper_cannot_be_noted_as_said_in_the_chat(ladder: Ladder, world: World) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    with pytest.raises(NotPossible):
        actions.chat_sent(follow_up, by=world.actor(OFFICE), at=AT)


def test_the_same_term_is_not_drafted_twice_on_a_rung(ladder: Ladder) -> None:
    term = ladder.late("州总工会", 3)
    ladder.draft("州总工会", "letter", term)
    with pytest.raises(NotPossible, match="已经起草过“提示函”"):
        ladder.draft("州总工会", "letter", term)
    assert FollowUp.objects.count() == Paper.objects.count() == 1


def test_terms_of_another_party_or_not_late_are_refused(ladder: Ladder) -> None:
    for term in (ladder.late("砚山县政府", 3), ladder.late("州总工会", 0)):
        with pytest.raises(NotPossible):
            ladder.draft("州总工会", "letter", term)
    with pytest.raises(NotPossible):
        ladder.draft("州总工会", "letter")


@pytest.mark.parametrize("who", ["钱工会", "陈砚山", "赵经办", "冯审计", "韩管理"])
def test_nobody_else_sees_or_drafts_a_following_up(who: str, ladder: Ladder, world: World) -> None:
    term = ladder.late("州总工会", 3)
    follow_up = ladder.draft("州总工会", "letter", term)
    stranger = world.actor(who)
    assert not visible(FollowUp, stranger).exists()
    with pytest.raises(PermissionDenied):
        actions.drop(follow_up, reason="不必", by=stranger, at=AT)
    with pytest.raises(PermissionDenied):
        actions.draft(ladder.plan, world.org("州总工会"), "supervise", [term], by=stranger, at=AT, today=TODAY)


def test_late_parties_stand_in_protocol_order_with_what_is_left_to_draft(ladder: Ladder) -> None:
    term = ladder.late("砚山县政府", 3)
    ladder.late("州总工会", 3)
    ladder.draft("砚山县政府", "letter", term)
    parties = late_parties(ladder.plan, today=TODAY)
    assert [p.organisation.short_name for p in parties] == ["州总工会", "砚山县政府"]
    assert "letter" not in {code for code, _, _ in parties[1].rungs}


def test_the_office_has_one_line_to_do_however_many_parties_are_late(ladder: Ladder, world: World) -> None:
    for unit in ("州总工会", "砚山县政府", "文山市政府"):
        ladder.draft(unit, "letter", ladder.late(unit, 3))
    lines = [todo for todo in todos(world.actor(OFFICE), AT) if todo.kind == "督办"]
    assert [line.title for line in lines] == [f"{ladder.plan.title}：3份督办文书草稿待送审"]
    assert [todo for todo in todos(world.actor("钱工会"), AT) if todo.kind == "督办"] == []


def test_when_all_its_tasks_are_done_it_waits_to_be_struck_off(ladder: Ladder, world: World) -> None:
    term = ladder.late("州总工会", 1)
    follow_up = ladder.draft("州总工会", "chat", term)
    actions.chat_sent(follow_up, by=world.actor(OFFICE), at=AT)
    assert not [todo for todo in todos(world.actor(OFFICE), AT) if todo.kind == "督办"]
    type(term).objects.update(state="done", done_at=AT)
    [line] = [todo for todo in todos(world.actor(OFFICE), AT) if todo.kind == "督办"]
    assert line.state == "待销号"


def test_a_duty_shows_what_was_sent_about_it_and_no_draft(ladder: Ladder, world: World) -> None:
    term = ladder.late("州总工会", 1)
    follow_up = ladder.draft("州总工会", "chat", term)
    assert not sent_about(term.duty).exists()
    actions.chat_sent(follow_up, by=world.actor(OFFICE), at=AT)
    assert list(sent_about(term.duty)) == [follow_up]


def test_the_number_and_the_day_of_signing_are_filled_in_at_issue(ladder: Ladder) -> None:
    follow_up = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    assert follow_up.paper is not None
    printed = text(face(ladder.issue(follow_up.paper)))
    assert "文新就业办函〔2026〕" in printed
    assert "2026年11月23日\n" in printed
