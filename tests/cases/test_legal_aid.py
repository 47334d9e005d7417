"""Who gets a lawyer for nothing, and how soon? And does a question get its answer?"""

from datetime import date
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import signing
from huxin.cases.actions.moving import perform, possible
from huxin.cases.actions.talking import messages
from huxin.cases.forms.consultation import standards
from huxin.cases.models import Case
from huxin.cases.people import by_receipt
from huxin.cases.progress import told
from huxin.documents import approval
from huxin.law.seed.parameters import seed_table
from huxin.notices.models import Notice
from huxin.orgs.models import Membership
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_complaint import outcome
from tests.world import BEGINNING

WHO, HEAD, INTAKE, BUREAU = "马援助", "龚主任", "韦受理", "尚审查"
GRANT = {"matter": "pay", "means": "rural", "kind": "arbitration", "reason": "符合条件"}
LAWYER = {"office": "砚山某律师事务所", "lawyer": "某律师", "kind": "仲裁代理"}
REFUSAL = {"reason": "不属于援助范围", "law": "《法律援助法》第三十一条", "instead": "县调解中心"}


def filed(desk: Desk, **more: Any) -> Case:
    """An application for legal aid."""
    return desk.open("legal_aid/1", **more).case


def assigned(desk: Desk) -> Case:
    """A lawyer works on it."""
    case = filed(desk)
    desk.approve(desk.do(case, "grant", WHO, **GRANT))
    desk.do(case, "assign", HEAD, **LAWYER)
    return case


def declined(desk: Desk) -> Case:
    """No aid is given."""
    case = filed(desk)
    desk.approve(desk.do(case, "refuse", WHO, **REFUSAL))
    case.refresh_from_db()
    return case


def test_seven_days_to_decide_three_to_assign(desk: Desk) -> None:
    case = filed(desk)
    assert (case.organisation.short_name, desk.due(case, "decision")) == ("砚山法援中心", date(2026, 11, 30))
    desk.do(case, "ask_supplement", WHO, needed="流水", due_on="2026-11-27")
    desk.do(case, "supplement", WHO)
    assert desk.form(case, "grant").fields["means"].initial == "rural"  # pay: nobody asks for his means
    desk.approve(desk.do(case, "grant", WHO, **GRANT))
    case.refresh_from_db()
    assert desk.due(case, "assignment") == date(2026, 11, 26)
    desk.do(case, "assign", HEAD, **LAWYER)
    letter = desk.words(desk.paper(case, "assignment_letter"))
    assert "某律师" in letter
    assert "受援人联系电话：13900001111" in letter  # the lawyer is to call him
    assert "某律师" in desk.words(desk.paper(case, "assignment_notice"))  # and he knows who his lawyer is


def test_only_pay_and_injury_are_free_of_the_test_of_means(desk: Desk) -> None:
    form = desk.form(filed(desk), "grant", **(GRANT | {"matter": "insurance"}))
    assert "免予核查只适用于" in form.errors.as_text()


def test_help_comes_first_where_a_limitation_is_near(desk: Desk) -> None:
    case = filed(desk)
    first = {"ground": "limitation", "due_on": "2026-12-10", "reason": "时效将满"}
    assert "请填写时效" in desk.form(case, "help_first", **first).errors.as_text()
    assert "7日之内" in desk.form(case, "help_first", **first, until="2026-11-30").errors.as_text()
    desk.do(case, "help_first", WHO, **first, until="2026-11-29")
    assert (desk.due(case, "assignment"), desk.due(case, "papers")) == (date(2026, 11, 26), date(2026, 12, 10))
    desk.do(case, "papers_made_up", WHO)
    assert case.deadlines.get(clock="papers").state == "ended"


def test_a_lawyer_reports_is_replaced_and_the_case_ends(desk: Desk) -> None:
    case = assigned(desk)
    desk.do(case, "progress", WHO, done_on="2026-11-23", done="会见受援人")
    desk.do(case, "reassign", HEAD, **(LAWYER | {"lawyer": "另一律师"}))
    desk.do(case, "finish", WHO, result="仲裁支持", **outcome(case, "agreed"))
    assert case.step == "closed"
    assert "仲裁支持" in desk.words(desk.paper(case, "legal_aid_report"))


def test_an_objection_is_decided_by_the_bureau_in_five_days_and_may_be_followed(desk: Desk) -> None:
    case = declined(desk)
    assert "（砚山县司法局）提出" in desk.words(desk.paper(case, "legal_aid_refusal"))
    desk.do(case, "object", BUREAU, reason="属于援助范围")
    assert desk.due(case, "objection") == date(2026, 11, 30)  # the 28th is a Saturday
    desk.approve(desk.do(case, "overturn", BUREAU, reason="应当援助"))
    case.refresh_from_db()
    assert (case.step, desk.due(case, "assignment")) == ("granted", date(2026, 11, 26))
    paper = desk.paper(case, "legal_aid_review")
    assert (paper.organisation.short_name, paper.office) == ("砚山县司法局", None)
    signed = paper.steps.get(state="decided")
    assert (signed.acted_by.name, signed.role) == ("闻副局长", "unit_leader")
    words = desk.words(paper)
    assert ("撤销原决定" in words, "复议" in words) == (True, False)
    assert f"对《不予法律援助决定书》{desk.paper(case, 'legal_aid_refusal').number}提出的异议" in words
    assert words.count("砚山县法律援助中心") == 0  # the bureau speaks, not the centre
    desk.send(case, "legal_aid_review", "claimant", who=WHO)  # the centre hands it over and notes the service


def test_who_was_refused_is_asked_for_no_signature_until_he_is_given_aid_after_all(desk: Desk) -> None:
    case = filed(desk)
    application = desk.paper(case, "legal_aid_application")
    assert signing.lacking(application, case) == "当事人签字"
    desk.approve(desk.do(case, "refuse", WHO, **REFUSAL))
    case.refresh_from_db()
    assert (case.step, signing.lacking(application, case)) == ("declined", "")
    desk.do(case, "object", BUREAU, reason="属于援助范围")
    assert signing.lacking(application, case) == ""
    desk.approve(desk.do(case, "overturn", BUREAU, reason="应当援助"))
    case.refresh_from_db()
    assert signing.lacking(application, case) == "当事人签字"


def test_an_objection_that_is_not_followed_ends_the_case(desk: Desk) -> None:
    case = declined(desk)
    desk.do(case, "object", BUREAU, reason="属于援助范围")
    desk.approve(desk.do(case, "uphold", BUREAU, reason="维持"))
    case.refresh_from_db()
    assert (case.step, case.claims.get().outcome) == ("refused", "unsettled")
    assert "维持原决定" in desk.words(desk.paper(case, "legal_aid_review"))


def objected(desk: Desk) -> Case:
    """The applicant does not agree, and the bureau has his objection."""
    case = declined(desk)
    desk.do(case, "object", BUREAU, reason="属于援助范围")
    return case


def test_the_centre_does_not_decide_on_an_objection_to_its_own_decision(desk: Desk) -> None:
    case = objected(desk)
    for name in (WHO, HEAD):
        open_here = {a.code for a in possible(case, desk.world.actor(name), on=desk.at.date())}
        assert not open_here & {"uphold", "overturn"}, name
        with pytest.raises(PermissionDenied):
            desk.do(case, "overturn", name, reason="应当援助")
    assert {a.code for a in possible(case, desk.world.actor(BUREAU), on=desk.at.date())} == {"uphold", "overturn"}
    assert not possible(case, desk.world.actor("农局长"), on=desk.at.date())  # a bureau that oversees somebody else


def also(desk: Desk, name: str, role: str, post: str) -> None:
    """The same person holds a post at the bureau too."""
    Membership.objects.create(
        user=desk.world.user(name), organisation=desk.world.org("砚山县司法局"), role=role, post=post, since=BEGINNING
    )


def test_who_refused_decides_on_no_objection_whatever_else_he_is(desk: Desk) -> None:
    case = objected(desk)
    also(desk, WHO, "justice_reviewer", "科员")  # drafted the refusal
    also(desk, HEAD, "unit_leader", "副局长")  # signed it
    assert not {a.code for a in possible(case, desk.world.actor(WHO), on=desk.at.date())} & {"uphold", "overturn"}
    with pytest.raises(NotPossible, match="应当由其他人员办理"):
        desk.do(case, "uphold", WHO, reason="维持")
    move = desk.do(case, "uphold", BUREAU, reason="维持")
    assert move.paper is not None
    approval.submit(move.paper, by=desk.world.actor(BUREAU), at=desk.later())
    step = move.paper.steps.get(state="waiting")
    given: dict[str, Any] = {"opinion": "agree", "reason": "", "at": desk.later()}
    with pytest.raises(NotPossible, match="其他负责人审查签发"):
        approval.decide(step, by=desk.world.actor(HEAD), **given)
    approval.decide(step, by=desk.world.actor("闻副局长"), **given)
    desk.run()
    case.refresh_from_db()
    assert case.step == "refused"


def test_an_objection_stands_on_the_list_of_the_bureau_and_nobody_elses(desk: Desk) -> None:
    opened = desk.open("legal_aid/1")
    desk.approve(desk.do(opened.case, "refuse", WHO, **REFUSAL))
    case, applicant = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    perform(case, "object", desk.facts(case, "object", desk.at, reason="属于援助范围"), by=applicant, at=desk.at)
    desk.run()

    def listed(name: str) -> set[str]:
        lines = todos(desk.world.actor(name), desk.later())
        return {one.url for one in lines if one.state == "待审查异议"}

    assert listed(BUREAU) == {f"/workbench/cases/{case.number}/"}
    assert listed(WHO) == listed("农局长") == set()
    told = Notice.objects.filter(rule="case.objected").values_list("user__name", flat=True)
    assert set(told) == {BUREAU}


def test_aid_ends_early_and_nobody_objects(desk: Desk) -> None:
    case = assigned(desk)
    desk.approve(desk.do(case, "terminate", WHO, **REFUSAL))
    case.refresh_from_db()
    assert case.step == "declined"
    paper = desk.issue(desk.paper(case, "legal_aid_termination"))
    assert "还没有登记送达" in desk.form(case, "end_declined").errors.as_text()
    desk.serve(case, paper, "claimant", who=WHO)
    desk.do(case, "end_declined", WHO)
    assert case.step == "refused"
    [(what, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)  # why stands there after the end, too
    assert (what, dict(lines)["理由"]) == ("终止援助", REFUSAL["reason"])


def test_the_applicant_withdraws(desk: Desk) -> None:
    case = assigned(desk)
    desk.do(case, "withdraw", WHO)
    assert case.step == "withdrawn"


@pytest.mark.parametrize(
    ("procedure", "who"),
    [("complaint/1", "陈办案"), ("mediation/1", "孙调解"), ("arbitration/1", "刘仲裁"), ("consultation/1", INTAKE)],
)
def test_it_arises_from_any_other_procedure_and_that_goes_on(desk: Desk, procedure: str, who: str) -> None:
    opened = desk.open(procedure)
    before = opened.case.step
    desk.do(opened.case, "legal_aid", who, consented="on")
    desk.repeat(opened.case)
    case = desk.born_of(opened.case, "legal_aid/1")
    assert (case.organisation.short_name, opened.case.step) == ("砚山法援中心", before)
    assert by_receipt(case.number, opened.receipts[0], at=desk.later())[0] == case


def asked(desk: Desk, **more: Any) -> Case:
    """A question on hours."""
    return desk.open("consultation/1", topic="hours", title="连续跑单多久必须休息", claims=(), **more).case


def test_a_question_is_answered_with_article_and_office(desk: Desk) -> None:
    case = asked(desk)
    form = desk.form(case, "answer")
    assert next(iter(dict(form.fields["standard"].choices[1:]))) == "hours_rest"  # type: ignore[attr-defined]
    assert "请填写答复内容" in form.errors.as_text()
    desk.do(case, "answer", INTAKE, standard="hours_rest", office="砚山县劳动保障监察大队")
    desk.repeat(case)
    (note,) = messages(case, case.parties.get(role="claimant"))
    assert standards()["hours_rest"].law in note.text
    assert note.text.endswith("可以找：砚山县劳动保障监察大队")
    desk.do(case, "add", INTAKE, answer="补充：……", law="第五条", office="工会")
    assert len(messages(case, case.parties.get(role="claimant"))) == 2
    assert case.step == "answered"


def test_a_question_is_asked_back_and_told_more(desk: Desk) -> None:
    case = asked(desk)
    desk.do(case, "ask_back", INTAKE, question="在哪个平台？", due_on="2026-11-30")
    assert desk.due(case, "more") == date(2026, 11, 30)
    desk.do(case, "tell_more", INTAKE, more="云岭快送")
    assert case.step == "asked"
    desk.do(case, "withdraw", INTAKE)
    assert case.step == "withdrawn"


@pytest.mark.parametrize(
    ("action", "procedure"),
    [("to_complaint", "complaint/1"), ("to_mediation", "mediation/1"), ("to_arbitration", "arbitration/1")],
)
def test_a_question_that_is_more_becomes_a_case(desk: Desk, action: str, procedure: str) -> None:
    case = asked(desk)
    desk.do(case, action, INTAKE, consented="on")
    desk.repeat(case)
    assert (case.step, desk.born_of(case, procedure).title) == ("redirected", case.title)


HELD = {  # articles that stand in the project's notes on the law, and give no figure
    "《劳动保障监察条例》第十三条", "《法律援助法》第三十一条", "《法律援助法》第四十二条",
    "人社厅发〔2023〕50号第五条",
    "人社部发〔2021〕56号", "人社厅发〔2023〕6号", "人社厅发〔2023〕50号", "人社厅发〔2024〕4号", "GB/T 46862-2025",
    "《劳动争议调解仲裁法》第二十九条", "《劳动争议调解仲裁法》第五十三条",
}  # fmt: skip


@pytest.mark.parametrize("code", standards())
def test_what_an_answer_cites_is_known_or_marked(code: str) -> None:
    figures = {f"《{row.document.removeprefix('中华人民共和国')}》{row.article}" for row in seed_table().rows}
    for one in standards()[code].cited:
        assert one.unverified != (one.cite in figures | HELD), one.cite
        assert str(one).endswith("（待核实）") == one.unverified


def test_an_unverified_article_is_shown_so_where_it_is_chosen(desk: Desk) -> None:
    case = desk.open("consultation/1", topic="deposit").case
    choices = dict(desk.form(case, "answer").fields["standard"].choices)
    assert choices["deposit"].endswith("（依据待核实）")
    assert not choices["injury"].endswith("（依据待核实）")
