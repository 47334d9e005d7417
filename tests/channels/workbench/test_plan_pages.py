"""Do the pages of plans show, correct and adopt what they should, to those who may?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huxin.adoption.actions.drafts import correct_draft
from huxin.adoption.draft_edit import edit_head
from huxin.adoption.models import PlanDraft
from huxin.adoption.versions import versions
from huxin.orgs.actions.people import hand_over
from huxin.orgs.models import User
from huxin.plans.actions.assignments import give
from huxin.plans.actions.duties import note_progress
from huxin.plans.models import Plan
from huxin.reports.actions.cycles import open_cycle_if_due
from tests.adoption.conftest import TEXT, Table
from tests.plans import conftest as stage
from tests.plans.test_assignments import MATTER

Browse = Callable[[str], Client]
OFFICE = "吴主任科员"
plan, table = stage.plan, stage.table  # the short plan


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path / "files"


def at(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def draft(table: Table) -> PlanDraft:
    return table.upload()


def test_a_document_is_uploaded_and_stands_beside_its_draft(browse: Browse, table: Table) -> None:
    client = browse(OFFICE)
    file = SimpleUploadedFile("方案.txt", TEXT.encode())
    answer = client.post(at("plan_upload"), {"file": file, "area": "532600"}, follow=True)
    page = answer.content.decode()
    made = PlanDraft.objects.get()
    duty = made.data["goals"][0]["duties"][0]
    assert f'id="at-{duty["place"]["start"]}"' in page
    assert f'data-pairs="e-{duty["key"]}"' in page
    assert "加强宣传引导" in page


def test_an_unreadable_file_is_told_on_the_form(browse: Browse, db: None) -> None:
    file = SimpleUploadedFile("空.txt", b"   ")
    answer = browse(OFFICE).post(at("plan_upload"), {"file": file, "area": "532600"})
    assert "读不出内容" in answer.content.decode()


@pytest.mark.parametrize("key", ["head", "g0", "g0d1", "+g0", "u0", "s0", "r0", "new-goal", "new-seat", "new-rule"])
def test_every_part_has_a_form_as_page_and_as_fragment(browse: Browse, draft: PlanDraft, key: str) -> None:
    client, url = browse(OFFICE), at("plan_draft_edit", draft.pk, key)
    assert "<html" in body(client, url)
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<form" in fragment
    assert "<html" not in fragment


def test_a_role_is_corrected_and_the_page_returns_to_it(browse: Browse, draft: PlanDraft) -> None:
    url = at("plan_draft_edit", draft.pk, "g0d1")
    answer = browse(OFFICE).post(url, {"version": 1, "unit": "州交通运输局", "role": "by_duty"})
    assert answer.headers["Location"].endswith(f"{at('plan_draft', draft.pk)}#e-g0d1")
    draft.refresh_from_db()
    assert draft.data["goals"][0]["duties"][1]["role"] == "by_duty"


def test_who_typed_on_an_old_draft_is_told_and_keeps_what_was_typed(
    browse: Browse,
    draft: PlanDraft,
    table: Table,
) -> None:
    facts = {"document_no": "", "issued_on": None, "office": "州人力资源社会保障局"}
    by = table.world.actor(OFFICE)
    correct_draft(draft, lambda d: edit_head(d, title="别人改的", **facts), version=1, by=by, at=table.at)
    typed = {"version": 1, "title": "我改的标题", "office": "州人力资源社会保障局"}
    page = browse(OFFICE).post(at("plan_draft_edit", draft.pk, "head"), typed).content.decode()
    assert "刚刚被他人修改过" in page
    assert "我改的标题" in page


def test_a_part_is_removed_and_a_warning_settled(browse: Browse, draft: PlanDraft) -> None:
    client = browse(OFFICE)
    assert "删除这一项" in body(client, at("plan_draft_edit", draft.pk, "g0d1"))
    assert "删除这一项" not in body(client, at("plan_draft_edit", draft.pk, "head"))
    client.post(at("plan_draft_remove", draft.pk, "g0d1"), {"version": 1})
    client.post(at("plan_draft_settle", draft.pk, 0), {"version": 2, "reason": "原文如此"})
    draft.refresh_from_db()
    assert all(duty["key"] != "g0d1" for duty in draft.data["goals"][0]["duties"])
    assert "原文如此" in draft.settled["0"]


def test_adopting_leads_to_the_plan_and_a_second_upload_to_the_differences(browse: Browse, draft: PlanDraft) -> None:
    client = browse(OFFICE)
    answer = client.post(at("plan_draft_adopt", draft.pk), {"tracked_from": "2026-11-23"})
    adopted = Plan.objects.get()
    assert answer.headers["Location"] == at("plan", adopted.pk)
    file = SimpleUploadedFile("方案.txt", TEXT.replace("州司法局", "州公安局").encode())
    client.post(at("plan_upload"), {"file": file, "area": "532600"})
    again = PlanDraft.objects.order_by("-pk")[0]
    assert "不再由州司法局配合" in body(client, at("plan_differences", again.pk))
    client.post(at("plan_differences", again.pk))
    assert versions(adopted).count() == 2


def test_a_version_with_another_title_is_taken_for_an_amendment_on_its_page(
    browse: Browse, plan: Plan, table: Table
) -> None:
    client = browse(OFFICE)
    draft = table.upload(TEXT.replace("保障工作方案", "保障工作方案（2026年修订）", 1))
    page = body(client, at("plan_draft", draft.pk))
    assert f"标题与现行方案《{plan.title}》相近，是它的修订版吗？" in page
    assert f'<option value="{plan.pk}" selected>' in page
    answer = client.post(at("plan_draft_amends", draft.pk), {"version": draft.version, "plan": plan.pk}, follow=True)
    assert "标题由" in answer.content.decode()
    assert "的修订版采纳" in body(client, at("plan_draft", draft.pk))
    file = SimpleUploadedFile("方案.txt", TEXT.encode())
    client.post(at("plan_upload"), {"file": file, "area": "532600", "amends": plan.pk})
    assert PlanDraft.objects.latest("pk").amends == plan


def test_after_an_amendment_the_office_is_told_to_look_at_the_open_round(
    browse: Browse, plan: Plan, table: Table
) -> None:
    client = browse(OFFICE)
    first, second = (table.upload(TEXT.replace("深入企业", words)) for words in ("走进企业", "走访企业"))
    assert "按现行任务核对" not in client.post(at("plan_differences", first.pk), follow=True).content.decode()
    open_cycle_if_due(plan, today=table.at.date(), at=table.at)
    said = client.post(at("plan_differences", second.pk), follow=True).content.decode()
    assert "2026年全年报告正在收报，请到“报告”打开该期，点“按现行任务核对”" in said


def test_every_warning_that_asks_to_fill_in_has_a_field_where_it_is_done(browse: Browse, table: Table) -> None:
    client, draft = browse(OFFICE), table.upload()
    page = body(client, at("plan_draft", draft.pk))
    assert "没有读到发文单位，请填写</a>" in page or '没有读到发文单位，请填写 <a href="#e-head">去校正</a>' in page
    form = body(client, at("plan_draft_edit", draft.pk, "head"))
    typed = {"version": draft.version, "title": "方案", "office": "州人力资源社会保障局"}
    lists = {
        "issuers": "州人社局\r\n\r\n州总工会", "addressees": "各县（市）人民政府",
        "basis": "《意见》（人社部发〔2021〕56号）", "requirements": "第一条。\r\n\r\n第二条。",
    }  # fmt: skip
    assert all(f'name="{name}"' in form for name in lists)
    client.post(at("plan_draft_edit", draft.pk, "head"), typed | lists)
    draft.refresh_from_db()
    assert [draft.data[name] for name in ("issuers", "addressees", "requirements")] == [
        ["州人社局", "州总工会"], ["各县（市）人民政府"], ["第一条。", "第二条。"],
    ]  # fmt: skip
    assert draft.data["basis"] == [{"title": "《意见》", "number": "人社部发〔2021〕56号"}]
    again = body(client, at("plan_draft_edit", draft.pk, "head"))
    assert "《意见》（人社部发〔2021〕56号）</textarea>" in again
    rule = {"version": draft.version, "period": "half_year", "due": "06-10", "cut_off": "05-31"}
    client.post(at("plan_draft_edit", draft.pk, "r0"), rule | {"to": "州人社局", "contents": "典型案例\n存在问题"})
    draft.refresh_from_db()
    assert draft.data["report_rules"][0]["contents"] == ["典型案例", "存在问题"]
    assert "，报州人社局，内容：典型案例、存在问题" in body(client, at("plan_draft", draft.pk))


def test_what_hinders_the_adoption_is_said_on_the_page(browse: Browse, table: Table) -> None:
    empty = table.upload("春眠不觉晓，处处闻啼鸟。")
    page = browse(OFFICE).post(at("plan_draft_adopt", empty.pk), {"tracked_from": "2026-11-23"}).content.decode()
    assert "没有任务" in page


PAGES = ("plan", "plan_summary", "coverage", "seats", "seats_export", "scorecards", "scorecards_export", "terms",
         "terms_export", "scored_reports", "scored_reports_export", "board", "board_export")  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_who_takes_part_reads_the_plan_and_a_stranger_finds_nothing(
    browse: Browse,
    plan: Plan,
    name: str,
) -> None:
    for person in (OFFICE, "唐交通", "王文山"):
        assert browse(person).get(at(name, plan.pk)).status_code == 200, person
    assert browse("赵经办").get(at(name, plan.pk)).status_code in (403, 404)


@pytest.mark.parametrize("name", ["plan_draft", "plan_differences"])
def test_drafts_show_persons_and_are_for_those_who_adopt(browse: Browse, draft: PlanDraft, name: str) -> None:
    for person, status in (("唐交通", 403), ("王文山", 404), ("冯审计", 403)):
        assert browse(person).get(at(name, draft.pk)).status_code == status, person


def test_the_board_of_a_county_names_no_other_counties(browse: Browse, plan: Plan) -> None:
    office = browse("吴主任科员")
    assert "州级单位（" in body(office, at("board", plan.pk))
    Plan.objects.filter(pk=plan.pk).update(parent=plan.pk)
    page = body(office, at("board", plan.pk))
    assert "级单位（" not in page
    assert "县（市）地图" not in page


def test_the_board_links_only_to_ones_own_duties(browse: Browse, plan: Plan) -> None:
    page = body(browse("唐交通"), at("board", plan.pk))
    own = plan.duties.filter(organisation__short_name="州交通运输局")
    others = plan.duties.exclude(organisation__short_name="州交通运输局")
    assert all(at("duty", pk) in page for pk in own.values_list("pk", flat=True))
    assert not any(f'"{at("duty", pk)}"' in page for pk in others.values_list("pk", flat=True))
    assert browse("唐交通").get(at("duty", others[0].pk)).status_code == 404


@pytest.mark.parametrize("url", ["board", "plan", "goal", "scorecards"])
def test_queries_do_not_grow_with_the_number_of_plans(
    browse: Browse,
    plan: Plan,
    table: Table,
    url: str,
) -> None:
    client = browse(OFFICE)
    page = at(url, plan.goals.get(number=1).pk if url == "goal" else plan.pk)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for subject in ("灵活就业服务", "驿站建设"):
        table.adopt(table.upload(TEXT.replace("新就业形态劳动者权益保障", subject, 1)))
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(few) == len(many)
    assert sum("plans_" in query["sql"] for query in many) <= 14


def test_old_terms_are_settled_on_their_page(browse: Browse, plan: Plan) -> None:
    client, url = browse(OFFICE), at("plan_history", plan.pk)
    terms = list(plan.terms.filter(state="history").values_list("pk", flat=True))
    duty = at("duty", plan.terms.filter(state="history")[0].duty_id)
    assert "待认定" in body(client, url)
    assert "历史 · 待认定" in body(client, duty)
    client.post(url, {"term": terms, "outcome": "met", "reason": "依据2025年总结"})
    assert "历史 · 按期完成（吴主任科员：依据2025年总结）" in body(client, duty)
    assert plan.terms.filter(outcome="met").count() == len(terms)
    assert browse("唐交通").get(url).status_code == 403


def test_a_unit_with_a_seat_and_no_task_is_told_what_is_asked_of_it(browse: Browse, plan: Plan) -> None:
    page = body(browse("沈商务"), at("duties"))
    assert "联席会议成员，方案没有分配具体任务" in page
    assert "每年6月10日前报半年报告" in page
    home = body(browse("沈商务"), at("home"))
    assert "没有给本单位分配具体任务" in home
    assert "报告，只填“总体情况”；开始收报后" in home
    assert at("meeting_propose") in home
    assert "没有给本单位分配具体任务" not in body(browse("唐交通"), at("home"))


def test_what_became_of_a_draft_and_of_a_task_stands_on_their_pages(browse: Browse, plan: Plan, table: Table) -> None:
    client = browse(OFFICE)
    draft = table.upload(TEXT)
    client.post(at("plan_draft_settle", draft.pk, 0), {"reason": "原文如此", "version": draft.version})
    assert "处置解读提示" in body(client, at("plan_draft", draft.pk))
    duty = plan.duties.filter(organisation=table.world.org("州交通运输局")).first()
    assert duty
    note_progress(duty, happened_on=table.at.date(), text="办了", by=table.world.actor("唐交通"), at=table.at)
    page = at("goal", duty.goal_id)
    assert "的进展，附件0个" in body(browse("唐交通"), page)
    assert "的进展，附件0个" in body(client, page)
    assert "的进展，附件0个" not in body(browse("沈商务"), page)


def test_letters_to_units_without_a_liaison_are_drafted_from_the_page(
    browse: Browse,
    plan: Plan,
    table: Table,
) -> None:
    client = browse(OFFICE)
    union = table.world.org("州总工会")
    assert "未确定联络员的单位" in body(client, at("seats", plan.pk))
    answer = client.post(at("liaison_letters", plan.pk), {"unit": [union.pk]}, follow=True)
    assert "已拟出1份函" in answer.content.decode()


def test_a_successor_is_filed_by_the_unit(browse: Browse, plan: Plan) -> None:
    seat = plan.seats.get(kind="liaison")
    client = browse("唐交通")
    client.post(at("seat_successor", seat.pk), {"name": "赵五行", "post": "科员", "since": "2026-11-23"})
    assert "赵五行" in body(client, at("seats", plan.pk))


def test_who_follows_in_the_post_confirms_what_is_filled_in_already(browse: Browse, plan: Plan, table: Table) -> None:
    new = User.objects.create(username="邓接手", name="邓接手", created_at=table.at)
    later = table.at + timedelta(hours=1)
    hand_over(table.world.user("唐交通"), to=new, by=table.world.actor("韩管理"), at=later)
    client = browse("邓接手")
    way = at("seat_successor", plan.seats.get(kind="liaison").pk)
    assert way in body(client, at("home"))
    page = body(client, way)
    assert "原任席人的工作已由您接手" in page
    for value in ("邓接手", "科员", "2026-11-23"):
        assert f'value="{value}"' in page


def test_the_remark_of_a_leader_is_on_no_page_of_a_stranger(browse: Browse, table: Table) -> None:
    given = give(
        MATTER, organisation=table.world.org("州人社局"), units=[table.world.org("州交通运输局")],
        by=table.world.actor(OFFICE), at=table.at,
    )  # fmt: skip
    assert MATTER.remark in body(browse("唐交通"), at("assignment", given.pk))
    for person in ("钱工会", "冯审计", "林召集", "沈商务"):
        client = browse(person)
        assert client.get(at("assignment", given.pk)).status_code == 404, person
        assert MATTER.title not in body(client, at("assignments")), person


def test_a_matter_is_handed_down_from_the_form(browse: Browse, table: Table) -> None:
    units = [table.world.org("州交通运输局").pk, table.world.org("州总工会").pk]
    typed = {
        "title": "核查投诉", "source": "州政府分管领导", "received_on": "2026-11-20", "due_on": "2099-12-05",
        "urgency": "urgent", "organisation": table.world.org("州人社局").pk, "units": units,
    }  # fmt: skip
    answer = browse(OFFICE).post(at("assignment_give"), typed, follow=True)
    page = answer.content.decode()
    assert "州总工会" in page
    assert "2099年12月5日（当日休息，按2099年12月4日办结）" in page
    assert browse("钱工会").post(at("assignment_give"), typed).status_code == 403


def test_every_figure_of_a_scorecard_opens_its_rows(browse: Browse, plan: Plan) -> None:
    page = body(browse(OFFICE), f"{at('scorecards', plan.pk)}?year=2027&half=1")
    unit = plan.duties.filter(organisation__short_name="州总工会")[0].organisation
    link = f"{at('terms', plan.pk)}?year=2027&half=1&figure=due&unit={unit.pk}"
    assert link.replace("&", "&amp;") in page
    assert "加强宣传引导" in body(browse(OFFICE), link)


def test_a_county_maps_its_plan_and_the_office_sees_it(browse: Browse, plan: Plan) -> None:
    from tests.plans.test_child_plans import COUNTY

    client = browse("陈砚山")
    file = SimpleUploadedFile("方案.txt", COUNTY.encode())
    client.post(at("plan_upload"), {"file": file, "area": "532622", "parent": plan.pk})
    made = PlanDraft.objects.get(parent=plan)
    head = {"version": 1, "title": "砚山县实施方案", "office": "县人力资源社会保障局"}
    client.post(at("plan_draft_edit", made.pk, "head"), head)
    answer = client.post(at("plan_draft_adopt", made.pk), {"tracked_from": "2026-11-23"})
    child = Plan.objects.get(parent=plan)
    assert answer.headers["Location"] == at("mapping", child.pk)
    first, hint = child.goals.get(number=1), "按标题推荐，请核对。"
    child.goals.filter(number=2).update(title=plan.goals.get(number=2).title)
    assert body(client, at("mapping", child.pk)).count(hint) == 2
    client.post(at("mapping", child.pk), {f"goal{first.pk}": plan.goals.get(number=1).pk})
    assert hint not in body(client, at("mapping", child.pk))  # what serves none was left so on purpose
    page = body(browse(OFFICE), at("coverage", plan.pk))
    assert "漏任务" in page
    assert at("plan", child.pk) in page
    assert browse("王文山").get(at("plan", child.pk)).status_code == 404


def test_search_finds_plans_and_tasks_within_reach_alone(browse: Browse, plan: Plan) -> None:
    url = f"{at('search')}?q=宣传引导"
    assert at("goal", plan.goals.get(number=1).pk) in body(browse("唐交通"), url)
    assert "加强宣传引导" not in body(browse("赵经办"), url)


def test_a_part_is_given_to_a_colleague_who_finds_it_on_his_list_and_finishes_it(
    browse: Browse, plan: Plan, table: Table
) -> None:
    duty = table.duty(plan, 1, "州总工会")
    person = table.world.user("蒋经办")
    given = {"text": "组织宣讲", "office_name": "法律部", "person": person.pk}
    assert browse("钱工会").post(at("part_add", duty.pk), given).status_code == 302
    colleague = browse("蒋经办")
    assert "组织宣讲" in body(colleague, at("home"))
    part = duty.parts.get()
    colleague.post(at("part_complete", part.pk), {"result": "宣讲3场"})
    part.refresh_from_db()
    assert part.result == "宣讲3场"
    assert browse("唐交通").post(at("part_cancel", part.pk)).status_code == 404


def test_the_unit_says_who_drafts_and_the_form_keeps_what_was_refused(browse: Browse, plan: Plan, table: Table) -> None:
    duty = table.duty(plan, 1, "州总工会")
    client = browse("钱工会")
    client.post(at("duty_handling", duty.pk), {"handler": table.world.user("蒋经办").pk})
    duty.refresh_from_db()
    assert duty.handler is not None
    term = table.term(duty)
    page = client.post(at("term_hand_in", term.pk), {"answer": "normal", "text": ""}).content.decode()
    assert "报送完成情况" in page
    assert browse("唐交通").post(at("term_hand_in", term.pk), {"answer": "normal", "text": "x"}).status_code == 404
