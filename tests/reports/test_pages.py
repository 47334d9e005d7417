"""Do the pages about reports show what they may to whom, and carry out what is pressed?"""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership
from huxin.plans.models import Duty, Plan, Seat
from huxin.reports.actions.compiling import compile_report
from huxin.reports.actions.cycles import ask_more
from huxin.reports.actions.handing import hand_in
from huxin.reports.actions.ruling import accept_report, return_section
from huxin.reports.models import Report, ReportCycle, Section
from huxin.work.todos import todos
from tests.reports.conftest import Desk, moment
from tests.world import BEGINNING, World

pytestmark = pytest.mark.drawn
Browse = Callable[[str], Client]


def _typed(section: Section, **changes: str) -> dict[str, str]:
    """What the browser sends for a section as it stands, with these fields changed."""
    figures = section.figures.filter(current=True)
    numbers = {f"f_{figure.code}": "5" for figure in figures}
    return {"version": str(section.version), "answer": "normal", "progress": "走访企业"} | numbers | changes


def test_a_liaison_fills_in_a_section_on_a_page_and_goes_on_to_the_next(browse: Browse, desk: Desk) -> None:
    client, section = browse("王文山"), desk.section("文山市政府", 1)
    address = f"/workbench/reports/{section.report_id}/sections/1/"
    assert "宣传活动场次（场）" in client.get(address).content.decode()
    answer = client.post(address, _typed(section, cases="某站点调解案", next="1"))
    assert answer.headers["Location"] == f"/workbench/reports/{section.report_id}/sections/2/"
    section.refresh_from_db()
    assert (section.cases, section.figures.get(code="01-1").value) == ("某站点调解案", 5)


def test_the_home_of_a_seat_without_a_task_leads_to_its_report(browse: Browse, desk: Desk) -> None:
    report = desk.report("州商务局")
    home = browse("沈商务").get("/workbench/").content.decode()
    assert f'现在：<a href="/workbench/reports/{report.pk}/">填写中</a>' in home


def test_the_page_of_a_duty_leads_to_the_section_that_closes_its_half_year(browse: Browse, desk: Desk) -> None:
    section = desk.section("州总工会", 2)
    duty = Duty.objects.get(goal=section.goal, organisation=section.report.organisation)
    address = f"/workbench/reports/{section.report_id}/sections/2/"
    for name in ("钱工会", "吴主任科员"):
        assert address in browse(name).get(f"/workbench/duties/{duty.pk}/").content.decode()
        assert browse(name).get(address).status_code == 200


def test_a_figure_that_is_no_number_is_said_beside_it_and_nothing_typed_is_lost(browse: Browse, desk: Desk) -> None:
    section = desk.section("文山市政府", 1)
    answer = browse("王文山").post(
        f"/workbench/reports/{section.report_id}/sections/1/",
        _typed(section, **{"f_01-1": "十二场", "cases": "很长的案例"}),
    )
    page = answer.content.decode()
    assert "“十二场”不是数字" in page
    assert "很长的案例" in page
    section.refresh_from_db()
    assert section.written_at is None


def test_who_saves_second_sees_both_texts_and_may_then_save(browse: Browse, desk: Desk, at: datetime) -> None:
    section = desk.section("文山市政府", 1)
    desk.write("文山市政府", 1, "王文山", at, progress="同事写的内容")
    client, address = browse("王文山"), f"/workbench/reports/{section.report_id}/sections/1/"
    page = client.post(address, _typed(section, progress="我写的内容")).content.decode()
    assert "同事写的内容" in page
    assert "我写的内容" in page
    section.refresh_from_db()
    assert f'name="version" value="{section.version}"' in page
    client.post(address, _typed(section, progress="合并后的内容"))
    section.refresh_from_db()
    assert section.progress == "合并后的内容"


def test_markup_in_a_report_is_shown_as_text(browse: Browse, desk: Desk, at: datetime) -> None:
    desk.write("文山市政府", 1, "王文山", at, progress="<script>alert(1)</script>")
    report = desk.report("文山市政府")
    page = browse("吴主任科员").get(f"/workbench/reports/{report.pk}/preview/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_report_page_says_what_is_missing_and_refuses_in_words(browse: Browse, desk: Desk) -> None:
    client, report = browse("王文山"), desk.report("文山市政府")
    address = f"/workbench/reports/{report.pk}/"
    assert "报送前还差4处" in client.get(address).content.decode()
    page = client.post(f"{address}hand-in/", follow=True, headers={"referer": f"http://testserver{address}"})
    assert "还不能报送" in page.content.decode()


def test_from_handing_in_to_accepting_by_clicks(browse: Browse, desk: Desk, world: World, at: datetime) -> None:
    report = desk.fill("文山市政府", "王文山", at)
    address = f"/workbench/reports/{report.pk}/"
    unit, office = browse("王文山"), browse("吴主任科员")
    unit.post(f"{address}hand-in/")
    office.post(f"{address}sections/1/return/", {"reason": "缺案例", "until": "2030-12-01"})
    assert "请于2030年12月1日前修改并重新报送。退回原因：缺案例" in unit.get(address).content.decode()
    assert "缺案例" in unit.get(f"{address}sections/1/").content.decode()
    unit.post(f"{address}sections/1/", _typed(desk.section("文山市政府", 1), cases="补充的案例"))
    unit.post(f"{address}hand-in/")
    answer = office.post(f"{address}sections/0/accept/")
    assert answer.headers["Location"] == f"{address}sections/1/"
    office.post(f"{address}accept/")
    report.refresh_from_db()
    assert report.state == Report.State.ACCEPTED
    assert "已接收" in unit.get(address).content.decode()


def test_a_return_without_a_reason_comes_back_with_the_form(browse: Browse, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    page = browse("吴主任科员").post(f"/workbench/reports/{report.pk}/sections/1/return/", {"reason": "", "until": ""})
    assert page.status_code == 200
    assert "退回原因" in page.content.decode()


def test_inner_signing_begins_on_the_page(browse: Browse, desk: Desk, world: World, at: datetime) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    client = browse("钱工会")
    client.post(f"/workbench/reports/{report.pk}/review/", {"signer": world.user("孙主席").pk})
    assert desk.report("州总工会").state == Report.State.IN_REVIEW
    client.post(f"/workbench/reports/{report.pk}/review/back/")
    assert desk.report("州总工会").state == Report.State.DRAFT


def test_a_stranger_cannot_be_chosen_as_signer(browse: Browse, desk: Desk, world: World, at: datetime) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    browse("钱工会").post(f"/workbench/reports/{report.pk}/review/", {"signer": world.user("郑主任").pk})
    assert desk.report("州总工会").state == Report.State.DRAFT


def test_files_and_scan_are_uploaded_and_a_file_removed(browse: Browse, desk: Desk) -> None:
    client, report = browse("王文山"), desk.report("文山市政府")
    base = f"/workbench/reports/{report.pk}/"
    client.post(f"{base}sections/1/files/", {"file": SimpleUploadedFile("现场.pdf", b"%PDF-1.4 x")})
    client.post(f"{base}scan/", {"file": SimpleUploadedFile("盖章.pdf", b"%PDF-1.4 y")})
    row = desk.section("文山市政府", 1).files.get()
    assert desk.report("文山市政府").scan is not None
    client.post(f"{base}sections/1/files/{row.pk}/remove/")
    row.refresh_from_db()
    assert row.removed_at is not None


def test_a_correction_shows_both(browse: Browse, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    client, section = browse("王文山"), desk.section("文山市政府", 1)
    address = f"/workbench/reports/{report.pk}/sections/1/"
    assert client.get(f"{address}correct/").status_code == 200
    client.post(f"{address}correct/", _typed(section, **{"f_01-1": "12", "note": "口径有误"}))
    page = client.get(address).content.decode()
    assert "口径有误（原为10）" in page
    assert "更正说明：</strong>口径有误" in page


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_report_prints(browse: Browse, desk: Desk, at: datetime, kind: str) -> None:
    report = desk.fill("文山市政府", "王文山", at)
    answer = browse("王文山").get(f"/workbench/reports/{report.pk}/report.{kind}")
    assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")


@pytest.mark.parametrize("name", ["赵经办", "陈砚山", "何监管", "罗副县长"])
def test_strangers_find_no_page_of_another_unit(browse: Browse, desk: Desk, at: datetime, name: str) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    client, base = browse(name), f"/workbench/reports/{report.pk}/"
    pages = ("", "preview/", "report.pdf", "sections/1/", "sections/1/correct/")
    assert {client.get(base + page).status_code for page in pages} <= {404, 403}
    for action in ("hand-in/", "withdraw/", "prefill/", "scan/", "accept/", "sections/1/accept/", "sections/1/choose/"):
        assert client.post(base + action).status_code in (403, 404)
    cycle = f"/workbench/reports/cycles/{report.cycle_id}"
    assert {client.get(cycle + page).status_code for page in ("/", ".xlsx", "/compile/")} <= {404, 403}
    assert client.post(f"{cycle}/remind/").status_code in (403, 404)
    assert report.organisation.name not in client.get("/workbench/reports/").content.decode()


def test_a_file_of_one_section_is_not_removed_through_another_report(browse: Browse, desk: Desk) -> None:
    owner, stranger = browse("王文山"), browse("陈砚山")
    mine, other = desk.report("文山市政府"), desk.report("砚山县政府")
    owner.post(f"/workbench/reports/{mine.pk}/sections/1/files/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")})
    row = desk.section("文山市政府", 1).files.get()
    answer = stranger.post(f"/workbench/reports/{other.pk}/sections/1/files/{row.pk}/remove/")
    assert answer.status_code == 404


def test_an_auditor_reads_and_presses_nothing(browse: Browse, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    client = browse("冯审计")
    assert "一键催报" not in client.get(f"/workbench/reports/cycles/{report.cycle_id}/").content.decode()
    assert client.post(f"/workbench/reports/{report.pk}/accept/").status_code == 403


def test_the_report_of_a_unit_without_a_task_counts_on_its_scorecard_and_opens(
    browse: Browse, desk: Desk, world: World
) -> None:
    late, unit = moment(2026, 12, 14), world.org("州商务局")
    Membership.objects.create(user=world.user("沈商务"), organisation=unit, role="unit_leader", since=BEGINNING)
    report = desk.hand_in("州商务局", "沈商务", late)
    [section] = report.sections.all()
    return_section(section, reason="补充数据", until=date(2026, 12, 20), by=world.actor("吴主任科员"), at=late)
    client, plan = browse("吴主任科员"), desk.cycle.plan
    page = client.get(f"/workbench/plans/{plan.pk}/scorecards/?year=2026&half=2")
    words = [word for _, word, _ in page.context["columns"]]
    [cells] = [cells for unit, cells in page.context["lines"] if unit.short_name == "州商务局"]
    seen = dict(zip(words, cells, strict=True))
    assert {word: seen[word][1] for word in ("应办", "应报", "按时报送", "迟报", "报告退回")} == {
        "应办": 0, "应报": 1, "按时报送": 0, "迟报": 1, "报告退回": 1,
    }  # fmt: skip
    rows = client.get(f"{seen['迟报'][0]}{report.organisation_id}")
    assert [row.pk for row in rows.context["page"].rows] == [report.pk]
    assert f"/workbench/reports/{report.pk}/" in rows.content.decode()


def test_the_matrix_counts_and_filters(browse: Browse, desk: Desk, world: World, at: datetime) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    desk.hand_in("砚山县政府", "陈砚山", at)
    section = desk.section("砚山县政府", 1)
    return_section(section, reason="缺案例", until=date(2030, 1, 1), by=world.actor("吴主任科员"), at=at)
    client, address = browse("吴主任科员"), f"/workbench/reports/cycles/{desk.cycle.pk}/"
    page = client.get(address).content.decode()
    assert "文山市政府" in page
    assert "请1家被退回的单位（砚山县政府）按退回意见修改后重新报送" in page
    assert "砚山县政府</a></td>" not in client.get(f"{address}?status=accepted").content.decode()
    client.post(f"{address}remind/")
    assert desk.report("州商务局").reminders == 1
    client.post(f"{address}remind/", {"report": desk.report("州商务局").pk})
    assert desk.report("州商务局").reminders == 2
    client.post(f"{address}close/")
    assert ReportCycle.objects.get().state == ReportCycle.State.CLOSED


def test_the_matrix_goes_to_excel(browse: Browse, desk: Desk) -> None:
    answer = browse("吴主任科员").get(f"/workbench/reports/cycles/{desk.cycle.pk}.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["单位", "状态"]
    assert len(rows) == 1 + 7


def test_the_matrix_asks_as_often_for_three_times_as_many_parties(
    browse: Browse, world: World, desk: Desk, plan: Plan, at: datetime
) -> None:
    client, address = browse("吴主任科员"), f"/workbench/reports/cycles/{desk.cycle.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(14):
        party = found_organisation(
            area=world.area("532600"), name=f"文山州第{number}局", short_name=f"第{number}局", kind="bureau",
            order=50 + number,
        )  # fmt: skip
        Seat.objects.create(plan=plan, kind="member", organisation=party)
    ask_more(desk.cycle, by=world.actor("吴主任科员"), at=at)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    own = [query["sql"] for query in many if any(app in query["sql"] for app in ("reports_", "law_", "journal_"))]
    assert len(few) == len(many)
    assert len(own) <= 12


def test_a_report_that_grew_is_open_for_the_new_section_alone(
    world: World, desk: Desk, plan: Plan, at: datetime
) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    goal = plan.goals.create(number=4, title="完善配套措施")
    party = world.org("文山市政府")
    Duty.objects.create(plan=plan, goal=goal, organisation=party, org_path=party.path, role="implement")
    ask_more(desk.cycle, by=world.actor("吴主任科员"), at=at)
    assert desk.report("文山市政府").state == Report.State.RETURNED
    desk.write("文山市政府", 4, "王文山", at)
    hand_in(desk.report("文山市政府"), by=world.actor("王文山"), at=at)
    assert desk.section("文山市政府", 1).state == Section.State.ACCEPTED


def test_the_office_compiles_on_the_page_and_is_asked_before_it_is_replaced(
    browse: Browse, desk: Desk, world: World, at: datetime
) -> None:
    report = desk.hand_in("文山市政府", "王文山", at)
    client, address = browse("吴主任科员"), f"/workbench/reports/cycles/{desk.cycle.pk}/compile/"
    assert "还没有已接收的内容" in client.post(address).content.decode()
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    client.post(address)
    cycle = ReportCycle.objects.get()
    assert cycle.compiled is not None
    assert "请勾选确认" in client.post(address).content.decode()
    client.post(address, {"replace": "on"})
    assert cycle.compiled.versions.count() == 2


def test_what_is_chosen_on_the_page_goes_in(browse: Browse, desk: Desk, world: World, at: datetime) -> None:
    desk.fill("文山市政府", "王文山", at)
    desk.write("文山市政府", 1, "王文山", at, cases="某站点调解案", highlights="率先建站")
    report = hand_in(desk.report("文山市政府"), by=world.actor("王文山"), at=at)
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    client = browse("吴主任科员")
    assert "某站点调解案" in client.get(f"/workbench/reports/cycles/{desk.cycle.pk}/compile/").content.decode()
    client.post(
        f"/workbench/reports/{report.pk}/sections/1/choose/", {"back": "compile", "cases": "on", "experience": "on"}
    )
    section = desk.section("文山市政府", 1)
    assert (section.use_cases, section.use_highlights) == (True, False)
    paper = compile_report(desk.cycle, by=world.actor("吴主任科员"), at=at)
    assert "率先建站" not in str(paper.tree)


def test_a_report_that_came_back_is_to_do_by_the_day_told(desk: Desk, world: World, at: datetime) -> None:
    def day() -> date | None:
        return next(t.due_on for t in todos(world.actor("王文山"), at) if t.kind == "报告")

    assert day() == desk.report("文山市政府").due_on
    desk.hand_in("文山市政府", "王文山", at)
    section = desk.section("文山市政府", 1)
    return_section(section, reason="请补充", until=date(2026, 12, 4), by=world.actor("吴主任科员"), at=at)
    section.refresh_from_db()
    assert section.return_until is not None
    assert day() == section.return_until != desk.report("文山市政府").due_on


def test_todos_lead_unit_office_and_convenor_to_their_reports(desk: Desk, world: World, at: datetime) -> None:
    def offered(name: str) -> set[tuple[str, str]]:
        return {(t.organisation, t.state) for t in todos(world.actor(name), at) if t.kind == "报告"}

    assert offered("王文山") == {("文山市政府", "待报送")}
    desk.hand_in("文山市政府", "王文山", at)
    desk.hand_in("州人社局", "吴主任科员", at)
    assert offered("王文山") == set()
    assert ("文山市政府", "待接收") in offered("吴主任科员")
    assert ("州人社局", "待接收") not in offered("吴主任科员")
    assert ("州人社局", "待接收") in offered("林召集")
    assert ("文山市政府", "待接收") not in offered("林召集")


def test_schedule_and_history_are_kept_on_their_pages(browse: Browse, plan: Plan, world: World) -> None:
    client = browse("吴主任科员")
    rule = plan.report_rules.get(period="half_year")
    address = f"/workbench/reports/plans/{plan.pk}/rules/{rule.pk}/"
    assert "请写成“月-日”" in client.post(address, {"cut_off": "五月底", "weeks_before": 3}).content.decode()
    client.post(address, {"cut_off": "05-25", "weeks_before": 2})
    rule.refresh_from_db()
    assert rule.cut_off == "05-25"
    client.post(
        f"/workbench/reports/plans/{plan.pk}/history/",
        {
            "rule": rule.pk, "year": 2025, "organisation": world.org("州总工会").pk, "handed_in_on": "2025-06-09",
            "scan": SimpleUploadedFile("2025.pdf", b"%PDF-1.4 z"),
        },
    )  # fmt: skip
    report = Report.objects.get(cycle__period="2025H1")
    assert report.scan is not None
    assert client.get(f"/workbench/reports/{report.pk}/").status_code == 200
    assert client.get(f"/workbench/reports/cycles/{report.cycle_id}/").status_code == 200
    assert client.get("/workbench/reports/").status_code == 200


def test_a_report_that_is_overdue_stands_red_in_every_list(browse: Browse, desk: Desk) -> None:
    Report.objects.filter(cycle=desk.cycle).update(due_on=date(2026, 1, 9))
    red, client = '<span class="lamp lamp-late">逾期未报</span>', browse("吴主任科员")
    rows = f"plans/{desk.cycle.plan_id}/scored-reports"
    for path in ("reports/", f"reports/cycles/{desk.cycle.pk}/", f"{rows}/"):
        assert red in client.get(f"/workbench/{path}").content.decode(), path
    for path in ("reports.xlsx", f"{rows}.xlsx"):
        table = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/workbench/{path}").content))
        assert any("逾期未报" in row for row in table.get_sheet_by_index(0).to_python()), path
