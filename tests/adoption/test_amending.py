"""Is every difference between an amended document and the running plan both shown and applied?"""

from collections.abc import Callable
from datetime import date

import pytest

from huxin.adoption.actions import drafts
from huxin.adoption.actions.adopt import adopt_amendment, treat_as_amendment, treat_as_new
from huxin.adoption.actions.drafts import correct_draft
from huxin.adoption.differences import compare
from huxin.adoption.draft_edit import put_rule, remove
from huxin.adoption.models import PlanDraft
from huxin.adoption.versions import versions
from huxin.base.errors import NotPossible
from huxin.journal.timeline import events_of, sentence
from huxin.notices.models import Notice
from huxin.plans.actions.duties import rule_not_ours, state_not_ours
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.actions.seats import take_over
from huxin.plans.lamps import Lamp, lamp
from huxin.plans.models import Plan, Term
from huxin.reports.actions.cycles import open_cycle_if_due
from tests.adoption.conftest import TEXT, Table

UNDATED = TEXT.replace("（2027年6月底前有阶段性成效）", "")
OTHER_OFFICE = TEXT.replace("联席会议办公室设在州人力资源社会保障局", "联席会议办公室设在州交通运输局")
NOT_STANDING = TEXT.replace("完成时限：持续推进（2027年6月底前有阶段性成效）", "完成时限：2027年6月底前")
REQUIRED = TEXT.replace("三、工作要求\n", "三、工作要求\n\n（一）加强领导。各单位要落实责任。\n\n（二）定期报送。\n")


def shown(table: Table, draft: PlanDraft, plan: Plan) -> set[str]:
    """The sentences; after the amendment is adopted none is left."""
    found = {one.sentence for one in compare(draft.data, plan)}
    adopt_amendment(draft, by=table.world.actor("吴主任科员"), at=table.at)
    plan.refresh_from_db()
    assert compare(draft.data, plan) == []
    return found


def corrected(table: Table, **facts: object) -> PlanDraft:
    """The first report rule of the draft typed anew."""
    draft = table.upload()
    by = table.world.actor("吴主任科员")
    change = lambda d: put_rule(d, "r0", **({n: d["report_rules"][0][n] for n in RULE} | facts))  # noqa: E731
    return correct_draft(draft, change, version=draft.version, by=by, at=table.at)


RULE = ("due", "period", "cut_off")


REVISED = TEXT.replace("保障工作方案", "保障工作方案（2026年修订）", 1).replace("州司法局", "州公安局")


def test_a_version_with_another_title_is_proposed_by_likeness_and_chosen_by_the_office(
    plan: Plan, table: Table
) -> None:
    draft, by = table.upload(REVISED), table.world.actor("吴主任科员")
    assert draft.data["title"].endswith("（2026年修订）")
    assert (drafts.amended(draft), drafts.likest(draft)) == (None, plan)
    treat_as_amendment(draft, of=plan, version=draft.version, by=by, at=table.at)
    assert drafts.amended(draft) == plan
    treat_as_new(draft, version=draft.version, by=by, at=table.at)
    assert (drafts.amended(draft), drafts.likest(draft)) == (None, None)
    treat_as_amendment(draft, of=plan, version=draft.version, by=by, at=table.at)
    assert any(one.startswith("标题由") for one in shown(table, draft, plan))
    assert (plan.title, Plan.objects.count()) == (draft.data["title"], 1)


def test_what_is_amended_may_be_said_at_the_upload_and_runs_in_the_same_area(plan: Plan, table: Table) -> None:
    by, area = table.world.actor("吴主任科员"), table.world.area("532600")
    facts = {"name": "方案.txt", "by": by, "at": table.at, "amends": plan}
    assert drafts.amended(drafts.upload_draft(REVISED.encode(), area=area, **facts)) == plan
    with pytest.raises(NotPossible, match="请重新选择修订哪个方案"):
        drafts.upload_draft(REVISED.encode(), area=table.world.area("532622"), **facts)


def test_a_report_that_is_no_more_wanted_is_not_asked_for_again_and_its_rounds_stay(plan: Plan, table: Table) -> None:
    [cycle] = open_cycle_if_due(plan, today=table.at.date(), at=table.at)
    draft, by = table.upload(), table.world.actor("吴主任科员")
    key = next(rule["key"] for rule in draft.data["report_rules"] if rule["period"] == "full_year")
    change = lambda d: remove(d, "report_rules", key)  # noqa: E731
    correct_draft(draft, change, version=draft.version, by=by, at=table.at)
    assert shown(table, draft, plan) == {"不再要求全年报告；已开启的报告期照常收报"}
    assert list(plan.report_rules.values_list("period", flat=True)) == ["half_year"]
    cycle.refresh_from_db()
    assert (cycle.state, cycle.reports.count(), cycle.rule) == ("open", 13, None)
    assert [one.period for one in open_cycle_if_due(plan, today=date(2027, 12, 1), at=table.at)] == ["2027H1"]


def test_a_request_about_a_milestone_that_is_gone_is_at_an_end_and_its_unit_is_told(
    plan: Plan, table: Table, run_reactions: Callable[[], int]
) -> None:
    unit = table.world.org("州总工会")
    term = Term.objects.get(plan=plan, kind="milestone", state="open", duty__organisation=unit)
    by = table.world.actor("钱工会")
    asked = ask_extension(term, until_on=date(2027, 9, 30), ground="上级文件未出台", by=by, at=table.at)
    adopt_amendment(table.upload(UNDATED), by=table.world.actor("吴主任科员"), at=table.at)
    run_reactions()
    asked.refresh_from_db()
    assert (asked.state, asked.reply) == ("withdrawn", "方案修订后不再要求这一时限，申请终止")
    assert (asked.paper.state, asked.paper.void_reason) == ("voided", asked.reply)
    assert not asked.paper.steps.filter(state="waiting").exists()
    term.refresh_from_db()
    assert (term.state, term.due_on) == ("history", date(2027, 6, 30))
    said = [sentence(event) for event in events_of(term.duty).filter(verb__startswith="extension.")]
    assert said == ["不再要求这一阶段时限，延期申请终止，无须再审批", "申请将阶段时限延至2027年9月30日"]
    told = Notice.objects.filter(user=table.world.user("钱工会"), rule="extension.ruled")
    assert told.count() == 1


def test_a_milestone_that_is_gone_is_owed_no_more_and_that_it_was_overdue_stays(plan: Plan, table: Table) -> None:
    terms = Term.objects.filter(plan=plan, kind="milestone", state="open")
    late = terms.order_by("pk")[0]
    Term.objects.filter(pk=late.pk).update(first_overdue_at=table.at)
    assert "任务1“加强宣传引导”的阶段时限由“2027-06-30”改为“无”" in shown(table, table.upload(UNDATED), plan)
    assert not terms.exists()
    late.refresh_from_db()
    assert (late.state, late.first_overdue_at, late.due_on) == ("history", table.at, date(2027, 6, 30))
    assert (late.settled_reason, late.settled_by) == ("修订版不再要求这一阶段时限", table.world.user("吴主任科员"))
    assert lamp(late, today=date(2027, 8, 1), warn_days=10) == Lamp.HISTORY


def test_a_moved_milestone_stays_moved_when_the_calendar_is_reckoned_again(plan: Plan, table: Table) -> None:
    moved = TEXT.replace("（2027年6月底前有阶段性成效）", "（2027年9月底前有阶段性成效）")
    shown(table, table.upload(moved), plan)
    terms = Term.objects.filter(plan=plan, kind="milestone", state="open")
    assert set(terms.values_list("due_on", "nominal_on")) == {(date(2027, 9, 30), date(2027, 9, 30))}


def test_a_text_that_still_names_a_former_holder_does_not_unseat_his_successor(plan: Plan, table: Table) -> None:
    seat, by = plan.seats.get(kind="liaison"), table.world.actor("唐交通")
    take_over(seat, name="唐交通", post="科员", since=table.at.date(), by=by, at=table.at)
    assert not any("任席人" in one for one in shown(table, table.upload(UNDATED), plan))
    assert seat.holders.get(until=None).name == "唐交通"
    renamed = table.upload(TEXT.replace("王四木", "章新任"))
    assert "州交通运输局联络员变更任席人" in shown(table, renamed, plan)
    assert seat.holders.get(until=None).name == "章新任"


def test_who_was_freed_of_a_task_is_not_given_it_again_unsaid(plan: Plan, table: Table) -> None:
    duty = table.duty(plan, 1, "州交通运输局")
    duty = state_not_ours(duty, reason="已划转", version=1, by=table.world.actor("唐交通"), at=table.at)
    rule_not_ours(duty, agreed=True, version=2, by=table.world.actor("吴主任科员"), at=table.at)
    said = "任务1“加强宣传引导”：新增州交通运输局配合（此前已同意该单位无此项任务，采纳后重新承担）"
    assert said in shown(table, table.upload(UNDATED), plan)


def test_another_office_takes_over(plan: Plan, table: Table) -> None:
    assert shown(table, table.upload(OTHER_OFFICE), plan) == {"联席会议办公室由“州人社局”改为“州交通运输局”"}
    assert plan.office == table.world.org("州交通运输局")


def test_a_task_that_no_longer_goes_on_for_ever(plan: Plan, table: Table) -> None:
    assert "任务1“加强宣传引导”的持续推进由“是”改为“否”" in shown(table, table.upload(NOT_STANDING), plan)
    assert not plan.goals.get(number=1).standing


def test_requirements_stand_in_the_newest_version(plan: Plan, table: Table) -> None:
    draft = table.upload(REQUIRED)
    assert draft.data["requirements"]
    found = shown(table, draft, plan)
    assert any(one.startswith("工作要求增加") and "加强领导" in one for one in found)
    newest = versions(plan).first()
    assert newest is not None
    assert newest.data["requirements"] == draft.data["requirements"]


def test_another_cut_off_day(plan: Plan, table: Table) -> None:
    assert shown(table, corrected(table, cut_off="05-20"), plan) == {"半年报告的统计截止日由05-31改为05-20"}
    assert plan.report_rules.get(period="half_year").cut_off == "05-20"


def test_other_report_contents(plan: Plan, table: Table) -> None:
    text = TEXT.replace("将半年、全年工作情况报", "将半年、全年工作情况（包括推进落实情况、典型案例）报")
    draft = table.upload(text)
    if not draft.data["report_rules"][0]["contents"]:
        pytest.fail("the sample no longer says what a report holds")
    assert any(one.startswith("半年报告的内容增加“推进落实情况”") for one in shown(table, draft, plan))
    assert "典型案例" in plan.report_rules.get(period="half_year").contents
