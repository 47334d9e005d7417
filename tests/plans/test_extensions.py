"""Does a request for a later day travel as a form to a signature outside the unit, and does the signature decide?"""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, issuing, papers
from huxin.documents.faces import face
from huxin.documents.models import Paper
from huxin.journal.log import run_reaction
from huxin.journal.models import Event
from huxin.orgs.access import visible
from huxin.orgs.models import Membership, User
from huxin.plans import terms
from huxin.plans.actions.duties import hand_in
from huxin.plans.actions.extensions import amend_extension, ask_extension
from huxin.plans.models import Extension, Plan, Term
from huxin.typesetting.content import text
from huxin.typesetting.render_pdf import render_pdf
from huxin.work.todos import todos
from tests.adoption.conftest import Table
from tests.signing import sign
from tests.world import BEGINNING

UNTIL = date(2027, 8, 31)
Run = Callable[[], int]


@pytest.fixture
def term(plan: Plan, table: Table) -> Term:
    return table.term(table.duty(plan, 1, "州总工会"))


@pytest.fixture
def asked(term: Term, table: Table) -> Extension:
    return ask(term, table)


def ask(term: Term, table: Table, by: str = "钱工会", until: date = UNTIL, ground: str = "上级文件未出台") -> Extension:
    return ask_extension(term, until_on=until, ground=ground, by=table.world.actor(by), at=table.at)


def due(term: Term) -> date:
    term.refresh_from_db()
    return term.due_on


def test_it_goes_through_the_unit_to_the_director_and_the_signature_moves_the_day(
    asked: Extension, term: Term, table: Table, run_reactions: Run
) -> None:
    assert sign(asked.paper, at=table.at, reason="请抓紧") == ["孙主席", "郑主任"]
    run_reactions()
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by.name, asked.reply) == ("granted", "郑主任", "请抓紧")
    assert (due(term), term.first_due_on) == (UNTIL, date(2027, 6, 30))
    told = Event.objects.filter(subjects__kind="duty", subjects__subject_id=term.duty_id).order_by("pk")
    assert [e.verb for e in told if e.verb.startswith("extension.")] == ["extension.asked", "extension.granted"]
    run_reaction.func("plans.reactions.request_granted", Event.objects.get(verb="paper.signed").pk)
    assert Event.objects.filter(verb="extension.granted").count() == 1


def test_a_refusal_says_why_and_leaves_the_day_and_the_unit_may_ask_again(
    asked: Extension, term: Term, table: Table, run_reactions: Run
) -> None:
    sign_inside(asked.paper, table)
    step = asked.paper.steps.get(state="waiting")
    with pytest.raises(NotPossible, match="理由"):
        approval.decide(step, opinion="refuse", reason="", by=table.world.actor("郑主任"), at=table.at)
    sign(asked.paper, at=table.at, last="refuse", reason="任务不变")
    run_reactions()
    asked.refresh_from_db()
    assert (asked.state, asked.reply, asked.paper.state) == ("refused", "任务不变", "refused")
    assert due(term) == date(2027, 6, 30)
    assert ask(term, table).state == "asked"


def sign_inside(paper: Paper, table: Table) -> None:
    approval.decide(
        paper.steps.get(state="waiting"), opinion="agree", reason="", by=table.world.actor("孙主席"), at=table.at
    )


def test_the_leader_inside_agrees_or_returns_but_does_not_refuse(asked: Extension, table: Table) -> None:
    step, leader = asked.paper.steps.get(state="waiting"), table.world.actor("孙主席")
    for opinion in ("refuse", "agree_with_changes"):
        with pytest.raises(NotPossible, match="只能选“同意”“退回修改”"):
            approval.decide(step, opinion=opinion, reason="不行", by=leader, at=table.at)


def test_no_other_way_leads_to_the_later_day(asked: Extension, table: Table) -> None:
    """The unit neither chooses who signs, nor types over the form, nor sends it out, nor voids what was granted."""
    by = table.world.actor("钱工会")
    sign_inside(asked.paper, table)
    for person in ("钱工会", "林召集", "冯审计", "孙主席", "吴主任科员"):
        with pytest.raises(PermissionDenied):
            approval.decide(
                asked.paper.steps.get(state="waiting"),
                opinion="agree",
                reason="",
                by=table.world.actor(person),
                at=table.at,
            )
    approval.recall(asked.paper, by=by, at=table.at)
    with pytest.raises(NotPossible, match="不能调整"):
        papers.set_steps(asked.paper, steps=(), by=by, at=table.at)
    with pytest.raises(NotPossible, match="系统按申请内容生成"):
        papers.revise(asked.paper, tree=face(asked.paper), by=by, at=table.at)
    approval.submit(asked.paper, by=by, at=table.at)
    sign(asked.paper, at=table.at)
    leader = table.world.actor("孙主席")
    for move in (issuing.issue, issuing.void):
        with pytest.raises(NotPossible, match="已签发"):
            move(asked.paper, **({"reason": "错"} if move is issuing.void else {}), by=leader, at=table.at)


def test_the_office_s_own_unit_asks_a_convenor_of_another_unit(plan: Plan, table: Table, run_reactions: Run) -> None:
    term = table.term(table.duty(plan, 1, "州人社局"))
    office = table.world.org("州人社局")
    own = User.objects.create(username="own", name="own", created_at=BEGINNING)
    Membership.objects.create(user=own, organisation=office, role="convenor", since=BEGINNING)
    asked = ask(term, table, by="李联络")
    assert sign(asked.paper, at=table.at) == ["周科长", "林召集"]
    run_reactions()
    assert due(term) == UNTIL


def test_without_anybody_outside_the_unit_who_could_sign_it_says_so(plan: Plan, table: Table) -> None:
    term = table.term(table.duty(plan, 1, "州人社局"))
    Membership.objects.filter(role="convenor").delete()
    with pytest.raises(NotPossible, match="没有可以审批延期的人"):
        ask(term, table, by="李联络")
    assert not Extension.objects.exists()


def test_a_county_is_signed_for_by_the_prefecture(plan: Plan, table: Table) -> None:
    asked = ask(table.term(table.duty(plan, 1, "砚山县政府")), table, by="陈砚山")
    assert sign(asked.paper, at=table.at) == ["罗副县长", "郑主任"]


def test_the_day_is_changed_on_the_way_by_the_unit_or_by_who_is_asked(
    asked: Extension, term: Term, table: Table, run_reactions: Run
) -> None:
    unit, director = table.world.actor("钱工会"), table.world.actor("郑主任")
    step = asked.paper.steps.get(state="waiting")
    approval.decide(step, opinion="return", reason="理由写具体", by=table.world.actor("孙主席"), at=table.at)
    asked.refresh_from_db()
    amend_extension(asked, until_on=UNTIL, ground="省级文件8月印发", by=unit, at=table.at)
    approval.submit(asked.paper, by=unit, at=table.at)
    sign_inside(asked.paper, table)
    earlier = date(2027, 7, 30)
    with pytest.raises(NotPossible, match="不能办理此事项"):
        amend_extension(asked, until_on=earlier, ground="忙", by=unit, at=table.at)
    amend_extension(asked, until_on=earlier, ground=asked.ground, by=director, at=table.at)
    assert "2027年7月30日" in text(face(asked.paper))
    sign(asked.paper, at=table.at)
    run_reactions()
    assert due(term) == earlier


def test_a_request_given_up_makes_room_for_another(
    asked: Extension, term: Term, table: Table, run_reactions: Run
) -> None:
    by = table.world.actor("钱工会")
    approval.recall(asked.paper, by=by, at=table.at)
    issuing.void(asked.paper, reason="已能按期完成", by=by, at=table.at)
    run_reactions()
    asked.refresh_from_db()
    assert (asked.state, asked.reply) == ("withdrawn", "已能按期完成")
    assert ask(term, table).pk != asked.pk


def test_a_term_done_in_the_meantime_stays_done(asked: Extension, term: Term, table: Table, run_reactions: Run) -> None:
    hand_in(term, text="提前完成", answer="normal", by=table.world.actor("钱工会"), at=table.at)
    terms.close(term, at=table.at)
    sign(asked.paper, at=table.at)
    run_reactions()
    assert (due(term), term.state) == (date(2027, 6, 30), "done")


def test_one_request_at_a_time_with_a_ground_and_a_later_day(term: Term, table: Table) -> None:
    with pytest.raises(NotPossible, match="理由"):
        ask(term, table, ground="")
    with pytest.raises(NotPossible, match="晚于"):
        ask(term, table, until=term.due_on)
    ask(term, table)
    with pytest.raises(NotPossible, match="已有一份"):
        ask(term, table)


def test_the_form_to_print_holds_request_and_opinions(asked: Extension, table: Table) -> None:
    sign(asked.paper, at=table.at, reason="请抓紧")
    said = text(face(asked.paper))
    for words in (
        "延期审批表", "文山州总工会", "加强宣传引导", "2027年8月31日", "上级文件未出台", "经办：钱工会",
        "2026年11月23日", "审核意见", "孙主席", "审批意见", "同意：请抓紧", "郑主任",
    ):  # fmt: skip
        assert words in said
    assert render_pdf(face(asked.paper)).startswith(b"%PDF")


def test_it_waits_for_each_in_turn_and_for_no_registry(asked: Extension, table: Table) -> None:
    def waits(person: str) -> bool:
        return any(t.title == asked.paper.title for t in todos(table.world.actor(person), table.at))

    assert [name for name in ("孙主席", "郑主任", "吴主任科员", "林召集") if waits(name)] == ["孙主席"]
    sign_inside(asked.paper, table)
    assert [name for name in ("孙主席", "郑主任", "吴主任科员", "林召集") if waits(name)] == ["郑主任"]
    sign(asked.paper, at=table.at)
    assert not any(waits(name) for name in ("孙主席", "郑主任", "吴主任科员"))


def test_the_pages_ask_amend_and_decide(
    term: Term, table: Table, browse: Callable[[str], Client], run_reactions: Run
) -> None:
    unit, leader, director = browse("钱工会"), browse("孙主席"), browse("郑主任")
    answer = unit.post(f"/workbench/terms/{term.pk}/extension/", {"until_on": "2027-08-31", "ground": "等文件"})
    assert answer.status_code == 302
    asked = Extension.objects.get()
    page = unit.get(f"/workbench/duties/{term.duty_id}/").content.decode()
    assert "审批表核稿中" in page
    assert f"/workbench/terms/{term.pk}/extension/" not in page, "asked once, until it is decided"
    assert "修改延期申请" not in page
    assert f"/workbench/papers/{asked.paper_id}/" in page
    assert "不同意" not in leader.get(f"/workbench/papers/{asked.paper_id}/decide/").content.decode()
    said = {"opinion": "agree", "reason": "", "text_number": 1}
    leader.post(f"/workbench/papers/{asked.paper_id}/decide/", said)
    amended = director.post(f"/workbench/extensions/{asked.pk}/", {"until_on": "2027-07-30", "ground": "等文件"})
    assert amended.status_code == 302
    page = director.get(f"/workbench/papers/{asked.paper_id}/decide/").content.decode()
    assert "不同意" in page
    assert "2027年7月30日" in page
    director.post(f"/workbench/papers/{asked.paper_id}/decide/", said | {"text_number": 2})
    run_reactions()
    assert due(term) == date(2027, 7, 30)
    paper = unit.get(f"/workbench/papers/{asked.paper_id}/").content.decode()
    assert "印发</button>" not in paper
    assert "发文稿纸" not in paper
    assert "已同意" in unit.get(f"/workbench/duties/{term.duty_id}/").content.decode()


def test_who_has_no_part_in_it_does_not_see_the_form(asked: Extension, table: Table) -> None:
    for person in ("唐交通", "陈砚山", "赵经办", "沈商务"):
        assert not visible(Paper, table.world.actor(person)).filter(pk=asked.paper_id).exists()
