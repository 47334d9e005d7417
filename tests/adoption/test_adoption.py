"""Does a document that was handed in become a plan whole, once, and with its past left in peace?"""

from datetime import date
from pathlib import Path

import pytest

from huxin.adoption.actions import drafts
from huxin.adoption.actions.adopt import adopt, adopt_amendment, treat_as_new
from huxin.adoption.differences import compare
from huxin.adoption.draft_edit import edit_goal, remove_goal, rename_unit
from huxin.adoption.models import PlanDraft
from huxin.adoption.parties import short_name
from huxin.adoption.versions import versions
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Duty, Plan, Term
from tests.adoption.conftest import TEXT, Table

DEMO = Path(__file__).resolve().parents[2] / "huxin" / "demo" / "plan.txt"


def test_the_demo_document_becomes_a_plan_of_29_parties_and_285_duties(table: Table) -> None:
    draft = table.upload(DEMO.read_text(encoding="utf-8"))
    users = User.objects.count()
    plan = table.adopt(draft)
    assert plan.goals.count() == 21
    roles = {role: plan.duties.filter(role=role).count() for role in ("lead", "cooperate", "by_duty", "implement")}
    assert roles == {"lead": 16, "cooperate": 65, "by_duty": 36, "implement": 168}
    reporting = set(plan.duties.values_list("organisation", flat=True)) | set(
        plan.seats.values_list("organisation", flat=True)
    )
    assert len(reporting) == 29
    assert [plan.seats.filter(kind=kind).count() for kind in ("convenor", "member", "liaison")] == [3, 11, 14]
    dated = plan.duties.filter(goal__milestone_on__isnull=False).count()
    assert plan.goals.filter(milestone_on=None).count() == 2
    assert plan.terms.count() == dated
    assert set(plan.terms.values_list("state", "outcome")) == {("history", "unknown")}
    assert sorted(plan.report_rules.values_list("due", "period", "cut_off")) == [
        ("06-10", "half_year", "05-31"),
        ("12-10", "full_year", "11-30"),
    ]
    assert User.objects.count() == users


def test_adopting_is_one_event(table: Table) -> None:
    draft = table.upload()
    before = Event.objects.count()
    plan = table.adopt(draft)
    [event] = Event.objects.order_by("id")[before:]
    assert event.verb == "plan.adopted"
    assert event.data == {"tracked_from_on": "2026-11-23", "goals": 2, "duties": 22, "parties": 12}
    assert event.org_path == plan.org_path


def test_units_that_are_known_under_another_spelling_are_not_founded_again(table: Table) -> None:
    before = set(Organisation.objects.values_list("pk", flat=True))
    plan = table.adopt(table.upload())
    founded = Organisation.objects.exclude(pk__in=before)
    assert set(founded.filter(area=plan.area).values_list("name", flat=True)) == {"文山州司法局"}
    assert plan.office == table.world.org("州人社局")
    counties = plan.duties.filter(goal__number=1, role="implement").select_related("organisation__area")
    assert {duty.organisation.area.parent_id for duty in counties} == {"532600"}
    assert len({duty.organisation.area_id for duty in counties}) == 8


def test_a_unit_that_came_with_its_full_name_only_is_called_as_the_plan_calls_it(table: Table) -> None:
    office = table.world.org("州人社局")
    office.short_name = office.name
    office.save(update_fields=["short_name"])
    table.adopt(table.upload())
    office.refresh_from_db()
    assert office.short_name == "州人力资源社会保障局"
    assert table.world.org("州交通运输局").name == "文山州交通运输局"


def test_units_of_neighbouring_counties_are_told_apart_by_their_short_names(table: Table) -> None:
    prefecture, county = table.world.area("532600"), table.world.area("532622")
    assert short_name(county, "县总工会") == "砚山县总工会"
    assert short_name(county, "砚山县人民政府") == "砚山县人民政府"
    assert short_name(prefecture, "州司法局") == "州司法局"


def test_a_date_before_the_tracking_is_history_and_one_after_it_is_owed(plan: Plan) -> None:
    assert set(plan.terms.filter(duty__goal__number=2).values_list("state", "due_on")) == {
        ("history", date(2025, 6, 30))
    }
    assert set(plan.terms.filter(duty__goal__number=1).values_list("state", "due_on")) == {("open", date(2027, 6, 30))}


def test_a_date_that_a_rest_day_moves_before_the_tracking_is_history_too(table: Table) -> None:
    sunday = TEXT.replace("（2027年6月底前有阶段性成效）", "（2026年11月29日前有阶段性成效）")
    plan = table.adopt(table.upload(sunday), tracked_from=date(2026, 11, 28))
    assert set(plan.terms.filter(duty__goal__number=1).values_list("state", "outcome", "due_on", "nominal_on")) == {
        ("history", "unknown", date(2026, 11, 27), date(2026, 11, 29))
    }


def test_the_first_named_unit_coordinates_where_nobody_leads(plan: Plan, table: Table) -> None:
    coordinating = plan.duties.filter(coordinates=True).values_list("goal__number", "organisation__short_name")
    assert sorted(coordinating) == [(1, "州人社局"), (2, "州交通运输局")]


def test_classified_material_is_refused_and_not_kept(table: Table) -> None:
    with pytest.raises(NotPossible, match="涉密"):
        table.upload("机密★10年\n\n" + TEXT)
    assert not Document.objects.exists()
    assert not PlanDraft.objects.exists()


def test_a_file_that_cannot_be_read_stays_kept_and_says_why(table: Table) -> None:
    with pytest.raises(NotPossible, match="已保存，但读不出内容"):
        table.upload("   \n")
    assert not PlanDraft.objects.exists()


def test_two_names_of_one_unit_are_to_be_merged_before_adopting(table: Table) -> None:
    draft = table.upload()
    by = table.world.actor("吴主任科员")
    change = lambda d: rename_unit(d, "州总工会", to="文山州人社局")  # noqa: E731
    drafts.correct_draft(draft, change, version=draft.version, by=by, at=table.at)
    with pytest.raises(NotPossible, match="是同一单位，请先在“单位”栏合并"):
        table.adopt(draft)
    assert not Plan.objects.exists()


def test_a_draft_without_goals_is_not_adopted_and_says_what_is_missing(table: Table) -> None:
    draft = table.upload("春眠不觉晓，处处闻啼鸟。")
    with pytest.raises(NotPossible, match="没有任务"):
        table.adopt(draft)
    draft.refresh_from_db()
    assert draft.state == "open"


def test_a_stranger_neither_uploads_corrects_nor_adopts(table: Table) -> None:
    for name in ("赵经办", "钱工会", "冯审计", "王文山"):
        with pytest.raises(PermissionDenied):
            table.upload(by=name)
    draft = table.upload()
    for name in ("王文山", "钱工会"):
        with pytest.raises(PermissionDenied):
            table.adopt(draft, by=name)


def test_of_two_officers_correcting_at_once_the_second_is_told(table: Table) -> None:
    draft = table.upload()
    mine, other = (PlanDraft.objects.get(pk=draft.pk) for _ in range(2))
    by = table.world.actor("吴主任科员")
    facts = {"text": "", "standing": True, "milestone_on": None}
    drafts.correct_draft(
        mine, lambda d: edit_goal(d, "g0", title="甲", **facts), version=mine.version, by=by, at=table.at
    )
    with pytest.raises(NotPossible, match="刚刚被他人修改过"):
        drafts.correct_draft(
            other, lambda d: edit_goal(d, "g0", title="乙", **facts), version=other.version, by=by, at=table.at
        )
    draft.refresh_from_db()
    assert draft.data["goals"][0]["title"] == "甲"


def test_of_two_adoptions_at_once_the_second_finds_it_adopted(table: Table) -> None:
    draft = table.upload()
    other = PlanDraft.objects.get(pk=draft.pk)
    table.adopt(draft)
    with pytest.raises(NotPossible, match="已采纳"):
        table.adopt(other)
    assert Plan.objects.count() == 1


def test_a_warning_is_settled_with_a_reason(table: Table) -> None:
    draft = table.upload()
    by = table.world.actor("吴主任科员")
    with pytest.raises(NotPossible, match="处置理由"):
        drafts.settle_warning(draft, index=0, reason=" ", version=draft.version, by=by, at=table.at)
    drafts.settle_warning(draft, index=0, reason="原文如此", version=draft.version, by=by, at=table.at)
    assert draft.settled == {"0": "原文如此（吴主任科员）"}


def test_the_same_document_again_changes_nothing(plan: Plan, table: Table) -> None:
    again = table.upload()
    assert drafts.amended(again) == plan
    assert compare(again.data, plan) == []
    with pytest.raises(NotPossible, match="没有变化"):
        adopt_amendment(again, by=table.world.actor("吴主任科员"), at=table.at)
    with pytest.raises(NotPossible, match="修订"):
        table.adopt(again)


def test_the_same_document_uploaded_twice_before_it_was_adopted_becomes_one_plan(table: Table) -> None:
    first, second = table.upload(), table.upload()
    table.adopt(first)
    with pytest.raises(NotPossible, match="已有同名方案"):
        table.adopt(second)
    assert Plan.objects.count() == 1


AMENDED = (
    TEXT.replace("州总工会、州司法局配合", "州总工会、州公安局配合")
    .replace("州交通运输局、州人力资源社会保障局按照职能职责负责", "州交通运输局牵头，州人力资源社会保障局配合")
    .replace("（2027年6月底前有阶段性成效）", "（2027年9月底前有阶段性成效）")
    .replace("王四木", "赵五行")
)


def test_an_amended_version_shows_its_differences(plan: Plan, table: Table) -> None:
    found = {one.sentence for one in compare(table.upload(AMENDED).data, plan)}
    assert {
        "新增“州公安局”",
        "任务1“加强宣传引导”：不再由州司法局配合",
        "任务1“加强宣传引导”：新增州公安局配合",
        "任务2“规范企业用工”：州交通运输局由按职责负责改为牵头",
        "任务1“加强宣传引导”的阶段时限由“2027-06-30”改为“2027-09-30”",
        "州交通运输局联络员变更任席人",
    } <= found


def test_an_amendment_keeps_what_holds_ends_what_is_gone_and_adds_what_is_new(plan: Plan, table: Table) -> None:
    kept = table.duty(plan, 1, "州总工会")
    gone = table.duty(plan, 1, "州司法局")
    changed = table.duty(plan, 2, "州交通运输局")
    adopt_amendment(table.upload(AMENDED), by=table.world.actor("吴主任科员"), at=table.at)
    for duty in (kept, gone, changed):
        duty.refresh_from_db()
    assert kept.ended_on is None
    assert table.term(kept).due_on == date(2027, 9, 30)
    assert gone.ended_on == date(2026, 11, 23)
    assert (changed.ended_on, changed.role) == (None, "lead")
    assert table.duty(plan, 1, "州公安局").terms.get().due_on == date(2027, 9, 30)
    seat = plan.seats.get(kind="liaison")
    assert list(seat.holders.order_by("since", "pk").values_list("name", "until")) == [
        ("王四木", date(2026, 11, 23)),
        ("赵五行", None),
    ]
    assert [one.number for one in versions(plan)] == [2, 1]
    assert Event.objects.filter(verb="plan.amended").get().data == {"version": 2, "added": 1, "ended": 1, "changed": 2}


def test_goals_may_change_places_in_an_amendment(plan: Plan, table: Table) -> None:
    swapped = TEXT.replace("（一）加强宣传引导", "（X）").replace("（二）规范企业用工", "（二）加强宣传引导")
    swapped = swapped.replace("（X）", "（一）规范企业用工")
    ids = dict(plan.goals.values_list("title", "pk"))
    adopt_amendment(table.upload(swapped), by=table.world.actor("吴主任科员"), at=table.at)
    assert {g.title: (g.pk, g.number) for g in plan.goals.filter(ended_on=None)} == {
        "规范企业用工": (ids["规范企业用工"], 1),
        "加强宣传引导": (ids["加强宣传引导"], 2),
    }


def test_a_goal_that_is_gone_ends_with_its_duties(plan: Plan, table: Table) -> None:
    draft = table.upload()
    by = table.world.actor("吴主任科员")
    drafts.correct_draft(draft, lambda d: remove_goal(d, "g1"), version=draft.version, by=by, at=table.at)
    adopt_amendment(draft, by=by, at=table.at)
    assert plan.goals.filter(ended_on=None).count() == 1
    assert Duty.objects.filter(goal__number=2, ended_on=None).count() == 0
    assert Term.objects.filter(duty__goal__number=2).count() == 10


def test_an_equal_title_may_still_be_another_plan(plan: Plan, table: Table) -> None:
    draft = table.upload()
    by = table.world.actor("吴主任科员")
    treat_as_new(draft, version=draft.version, by=by, at=table.at)
    other = adopt(draft, tracked_from=date(2027, 1, 1), by=by, at=table.at)
    assert other.pk != plan.pk
