"""Does a planned inspection lead from its list to what follows, and does rectification come to an end?"""

from datetime import UTC, date, datetime

from huxin.cases.actions.merging import related
from huxin.cases.actions.moving import makes_sense, possible
from huxin.cases.actions.opening import procedure_of
from huxin.cases.forms.rectification import SURVEY
from huxin.cases.models import Case
from huxin.registry.dossier import dossier
from tests.cases.conftest import Desk

KEPT = dict.fromkeys(SURVEY, "kept")
PROBLEMS = KEPT | {
    "hours": "problem", "hours_text": "骑手日均接单十一小时", "forced_registration": "problem",
    "forced_registration_text": "要求注册个体户后才派单",
}  # fmt: skip
TEAM = {"inspectors": ["陈办案", "岑协办"], "present": "李经办，人事主管"}


def planned(desk: Desk) -> Case:
    """An inspection of firm A that stands in the plan."""
    return desk.open("inspection/1", by=desk.world.actor("陈办案"), reporters=(), claims=(), source="own").case


def surveyed(desk: Desk, answers: dict[str, str]) -> Case:
    """An inspection with its list filled in."""
    case = planned(desk)
    desk.do(case, "schedule", held_on="2026-11-27", scope="工时、报酬")
    desk.do(case, "start", at=desk.later(4), **TEAM)
    desk.do(case, "survey", **answers)
    return case


def rectifying(desk: Desk) -> tuple[Case, Case]:
    """An inspection, and the rectification that it brought forth, with the firm told."""
    case = surveyed(desk, PROBLEMS)
    desk.do(case, "rectify", items=str(desk.form(case, "rectify").fields["items"].initial))
    desk.do(case, "follow")
    child = desk.born_of(case, "rectification/1")
    desk.approve(desk.do(child, "notify", law="《劳动保障监察条例》第十八条", due_on="2026-12-15"))
    child.refresh_from_db()
    return case, child


def results(case: Case, *given: str) -> dict[str, str]:
    """The results of the open items, in their order."""
    rows = case.measures.filter(result="").order_by("pk")
    return {f"result_{m.pk}": one for m, one in zip(rows, given, strict=True)}


def test_an_inspection_that_finds_nothing_is_closed(desk: Desk) -> None:
    case = surveyed(desk, KEPT)
    assert not case.claims.exists()
    desk.do(case, "no_problem", result="均符合规定")
    assert case.step == "clean"
    assert "特殊工时" in desk.words(desk.paper(case, "site_record"))


def test_a_problem_is_described_and_not_closed_over(desk: Desk) -> None:
    case = planned(desk)
    desk.do(case, "start", **TEAM)
    form = desk.form(case, "survey", **(PROBLEMS | {"hours_text": ""}))
    assert "请写明存在的问题" in form.errors.as_text()
    desk.do(case, "survey", **PROBLEMS)
    assert "记有问题" in desk.form(case, "no_problem", result="无").errors.as_text()
    assert not makes_sense(Case.objects.get(pk=case.pk), procedure_of(case).action("no_problem"), desk.at.date())


def test_two_inspectors_go(desk: Desk) -> None:
    assert "至少选择两人" in desk.form(planned(desk), "start", inspectors=["陈办案"], present="x").errors.as_text()


def test_the_day_of_the_visit_is_the_offices_term_and_can_be_moved(desk: Desk) -> None:
    case = planned(desk)
    desk.do(case, "schedule", held_on="2026-11-27", scope="工时")
    desk.do(case, "reschedule", held_on="2026-12-01", scope="工时")
    assert (case.due_on, desk.due(case, "visit")) == (date(2026, 12, 1), date(2026, 12, 1))
    desk.do(case, "cancel", reason="单位已注销")
    assert (case.step, case.due_on) == ("cancelled", None)


def test_what_is_found_is_rectified_and_then_the_inspection_ends(desk: Desk) -> None:
    case, child = rectifying(desk)
    desk.repeat(case)
    assert child.step == "rectifying"
    assert "骑手日均接单十一小时" in desk.words(desk.paper(child, "rectification_notice"))
    assert "还没有办结" in desk.form(case, "close", result="完成").errors.as_text()
    desk.issue(desk.paper(child, "rectification_notice"))
    desk.do(child, "hand_in", who="李经办", done="已调整排班，已停止注册要求")
    desk.do(child, "recheck", found="现场查看", how="site", **results(child, "complied", "complied"))
    desk.do(child, "pass", result="合格")
    assert child.step == "closed"
    desk.approve(desk.do(case, "close", result="已整改"))
    case.refresh_from_db()
    assert case.step == "closed"


def test_what_is_not_done_is_asked_for_again_and_both_results_stay(desk: Desk) -> None:
    _, child = rectifying(desk)
    desk.do(child, "recheck", found="书面", how="papers", **results(child, "complied", "refused"))
    assert "没有完成" in desk.form(child, "pass", result="x").errors.as_text()
    desk.party_signs(child, "recheck_record", "respondent", who="陈办案")
    desk.office_signs(child, desk.paper(child, "recheck_record"))
    open_now = {
        one.code
        for one in possible(Case.objects.get(pk=child.pk), desk.world.actor("陈办案", desk.at), on=desk.at.date())
    }
    assert open_now & {"again", "pass"} == {"again"}
    desk.approve(desk.do(child, "again", law="《劳动保障监察条例》第十八条", due_on="2026-12-31"))
    child.refresh_from_db()
    assert (child.step, desk.due(child, "rectification")) == ("rectifying", date(2026, 12, 31))
    assert "要求注册个体户后才派单" in desk.words(desk.paper(child, "rectification_notice"))
    desk.do(child, "recheck", found="已改", how="site", **results(child, "complied"))
    desk.do(child, "pass", result="合格")
    assert [m.result for m in child.measures.order_by("pk")] == ["complied", "refused", "complied"]


def test_a_longer_term_restarts_the_firms_clock(desk: Desk) -> None:
    _, child = rectifying(desk)
    assert "应晚于" in desk.form(child, "extend_term", due_on="2026-12-15", reason="x").errors.as_text()
    desk.do(child, "extend_term", due_on="2026-12-25", reason="系统改造需要时间")
    assert desk.due(child, "rectification") == date(2026, 12, 25)
    assert {m.due_on for m in child.measures.all()} == {date(2026, 12, 25)}


def test_a_firm_that_refuses_is_investigated(desk: Desk) -> None:
    case, child = rectifying(desk)
    desk.do(child, "escalate", matter_of_law="逾期不整改")
    desk.repeat(child)
    assert child.step == "escalated"
    assert desk.born_of(child, "clue/1").step == "filed"
    desk.do(case, "warn", given="警示")
    desk.do(case, "talk", held_on="2026-12-20", place="大队", subject="整改")
    desk.do(case, "copy", to="砚山县市场监督管理局", found="注册问题", due_on="2026-12-30")
    desk.do(case, "investigate", matter_of_law="超时")
    desk.repeat(case)
    assert desk.born_of(case, "clue/1").organisation.short_name == "砚山监察大队"


def test_a_rectification_can_be_cancelled_before_it_goes_out(desk: Desk) -> None:
    case = surveyed(desk, PROBLEMS)
    desk.do(case, "rectify", items="公示规则")
    child = desk.born_of(case, "rectification/1")
    desk.do(child, "cancel", reason="已并入他案")
    assert child.step == "cancelled"


def test_the_file_of_the_firm_tells_its_cases_what_was_ordered_and_what_was_found(desk: Desk) -> None:
    case, child = rectifying(desk)
    firm = desk.world.firm("迅达配送")
    parts = {one.title: one for one in dossier(firm, desk.world.actor("陈办案", desk.at), desk.at)}
    assert [row.cells[1:] for row in parts["案件"].rows] == [
        ("整改", "拖欠或克扣报酬", "砚山监察大队", "整改中"),
        ("专项监察检查", "拖欠或克扣报酬", "砚山监察大队", "督促整改、查处中"),
    ]
    assert parts["案件"].rows[1].url == f"/workbench/cases/{case.number}/"
    [found] = parts["专项监察检查清单"].rows
    assert "工作时间和休息是否符合规定：骑手日均接单十一小时" in found.cells[1]
    assert found.cells[2] == "4项"
    assert {row.cells[2] for row in parts["措施和处理处罚"].rows} == {m.text for m in child.measures.all()}
    for nobody in ("杨外县", "李经办"):
        theirs = {one.title for one in dossier(firm, desk.world.actor(nobody, desk.at), desk.at)}
        assert not theirs & {"案件", "措施和处理处罚", "专项监察检查清单"}


def test_what_is_to_be_put_right_bears_the_day_of_the_place_where_it_was_said(desk: Desk) -> None:
    case = surveyed(desk, PROBLEMS)
    desk.at = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # half past seven on the 30th, at the inspectors' clocks
    desk.do(case, "rectify", items="公示规则")
    child = desk.born_of(case, "rectification/1")
    assert [one.taken_on for one in child.measures.all()] == [date(2026, 11, 30)]
    assert related(child, desk.world.actor("陈办案")) == []  # where it comes from is no other report of the same
