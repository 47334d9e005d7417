"""Does the prefecture's report come out of the parties' hand-ins, and go out as PDF and DOCX?"""

from collections.abc import Callable
from datetime import datetime

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, issuing, numbering, papers
from huxin.documents.models import Paper
from huxin.documents.store import read
from huxin.reports.actions.compiling import compile_report
from huxin.reports.actions.handing import hand_in
from huxin.reports.actions.ruling import accept_report, choose
from huxin.reports.models import ReportCycle
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from huxin.typesetting.read_docx import read_docx
from huxin.typesetting.render_docx import render_docx
from huxin.typesetting.render_pdf import render_pdf
from tests.reports.conftest import Desk, moment
from tests.world import World


@pytest.fixture
def filled(desk: Desk, world: World, at: datetime) -> Desk:
    """Two counties and two units have reported, one of them late; the office and a convenor accepted."""
    for unit, name in (("州人社局", "吴主任科员"), ("文山市政府", "王文山"), ("州总工会", "孙主席")):
        for order in desk.report(unit).sections.values_list("order", flat=True):
            desk.write(
                unit, order, name, at, problems=f"{unit}人手不足", measures="充实力量",
                **({"highlights": f"{unit}亮点", "experience": f"{unit}经验", "cases": f"{unit}案例"} if order else
                   {"next_steps": "继续推进"}),
            )  # fmt: skip
    for unit, name in (("州人社局", "吴主任科员"), ("文山市政府", "王文山"), ("州总工会", "孙主席")):
        report = desk.report(unit)
        hand_in(report, by=world.actor(name), at=at)
        accept_report(report, by=world.actor("林召集"), at=at)
    late = desk.hand_in("砚山县政府", "陈砚山", moment(2026, 12, 12))
    accept_report(late, by=world.actor("吴主任科员"), at=moment(2026, 12, 12))
    return desk


@pytest.fixture
def compiled(filled: Desk, world: World) -> Paper:
    return compile_report(filled.cycle, by=world.actor("吴主任科员"), at=moment(2026, 12, 14))


def _text(paper: Paper) -> str:
    return text(from_json(paper.tree))


def test_its_figures_are_counted(compiled: Paper) -> None:
    said = _text(compiled)
    assert "文山州2026年全年\n维护新就业形态劳动者劳动保障权益\n工作情况的报告" in said
    assert "应报送单位7家，其中州级单位5家、县（市）人民政府2家" in said
    assert "已报送4家，其中按时报送3家、迟报1家；未报送3家（州交通运输局、州市场监管局、州商务局）" in said
    assert "共接收任务分项10项，其中有进展10项、零报告0项" in said
    assert "2个县（市）报送了落实情况，其中2个有新进展" in said
    assert "主要数据。宣传活动场次本期30场" in said


def test_it_is_put_together_by_task_and_role(compiled: Paper) -> None:
    said = _text(compiled)
    places = [said.index(part) for part in (
        "一、总体情况", "二、各项任务推进情况", "（一）营造良好舆论环境", "州人社局（牵头）。州人社局推进了第1项工作。",
        "文山市。文山市政府推进了第1项工作。", "（二）推广电子劳动合同", "三、亮点与经验做法", "四、典型案例",
        "五、存在问题和整改措施", "六、下一步工作打算", "附件1", "附件2", "附件3",
    )]  # fmt: skip
    assert places == sorted(places)


def test_all_parties_stand_in_the_table_also_those_who_owe(compiled: Paper) -> None:
    rows = from_json(compiled.tree).annexes[0].blocks[0].rows
    assert len(rows) == 1 + 7
    assert [cell.text for cell in rows[2]][:4] == ["2", "州交通运输局", "", "未报送"]
    assert [cell.text for cell in rows[-1]][:4] == ["7", "砚山县政府", "2026-12-12", "否"]


def test_the_office_chooses_what_goes_in(filled: Desk, world: World) -> None:
    section = filled.section("州总工会", 2)
    choose(section, highlights=False, experience=True, cases=False, by=world.actor("吴主任科员"), at=filled.world.at)
    paper = compile_report(filled.cycle, by=world.actor("吴主任科员"), at=moment(2026, 12, 14))
    said = _text(paper)
    assert said.count("州总工会亮点") == 1
    assert said.count("州总工会经验") == 2


def test_what_is_not_accepted_stays_out(desk: Desk, world: World, at: datetime) -> None:
    desk.hand_in("文山市政府", "王文山", at)
    with pytest.raises(NotPossible, match="还没有已接收的内容"):
        compile_report(desk.cycle, by=world.actor("吴主任科员"), at=at)


def test_only_the_office_compiles(filled: Desk, world: World, at: datetime) -> None:
    for name in ("王文山", "林召集", "冯审计", "郑主任"):
        with pytest.raises(PermissionDenied):
            compile_report(filled.cycle, by=world.actor(name), at=at)


def test_compiling_again_replaces_only_when_it_is_said_and_keeps_the_edited_text(
    compiled: Paper, filled: Desk, world: World
) -> None:
    office, at = world.actor("吴主任科员"), moment(2026, 12, 15)
    tree = from_json(compiled.tree)
    papers.revise(compiled, tree=tree, title="改过的标题", by=office, at=at)
    with pytest.raises(NotPossible, match="勾选确认"):
        compile_report(filled.cycle, by=office, at=at)
    again = compile_report(filled.cycle, replace=True, by=office, at=at)
    assert again.pk == compiled.pk
    assert again.versions.count() == 3
    assert again.versions.get(number=3).source == "draft"  # composed anew, typed over by nobody
    approval.submit(again, by=office, at=at)
    with pytest.raises(NotPossible, match="先撤回送审"):
        compile_report(filled.cycle, replace=True, by=office, at=at)


def test_from_the_draft_to_the_issued_pdf_and_docx(
    compiled: Paper, filled: Desk, world: World, run_reactions: Callable[[], int]
) -> None:
    office, at = world.actor("吴主任科员"), moment(2026, 12, 15)
    approval.submit(compiled, by=office, at=at)
    for name in ("周科长", "郑主任"):
        approval.decide(compiled.steps.get(state="waiting"), opinion="agree", reason="", by=world.actor(name), at=at)
    compiled.refresh_from_db()
    numbering.number(compiled, text="文人社发〔2026〕88号", by=office, at=at)
    issuing.issue(compiled, by=office, at=at)
    run_reactions()
    filled.cycle.refresh_from_db()
    assert filled.cycle.state == ReportCycle.State.ISSUED
    assert read(compiled.pdf, by=office, at=at).startswith(b"%PDF")
    assert "文人社发〔2026〕88号" in _text(compiled)


def test_pdf_and_docx_are_made_of_the_same_tree(compiled: Paper) -> None:
    tree = from_json(compiled.tree)
    assert render_pdf(tree).startswith(b"%PDF")
    assert text(read_docx(render_docx(tree), tree)[0]) == text(tree)


def test_parties_without_progress_stand_in_one_sentence_and_no_heading_is_empty(
    desk: Desk, world: World, at: datetime
) -> None:
    for unit, name, answer in (
        ("州总工会", "孙主席", "zero"), ("州人社局", "吴主任科员", "zero"), ("砚山县政府", "陈砚山", "not_ours"),
    ):  # fmt: skip
        report = desk.fill(unit, name, at)
        said = "" if answer == "zero" else "本县没有平台企业"
        for order in report.sections.exclude(goal=None).values_list("order", flat=True):
            desk.write(unit, order, name, at, answer=answer, progress=said)
        hand_in(report, by=world.actor(name), at=at)
        accept_report(report, by=world.actor("林召集"), at=at)
    paper = compile_report(desk.cycle, by=world.actor("吴主任科员"), at=moment(2026, 12, 14))
    lines = _text(paper).split("\n")
    heading = lines.index("（二）推广电子劳动合同")
    assert lines[heading + 1] == "州人社局、州总工会零报告。"
    assert lines[heading + 2] == "1个县（市）报送了落实情况，其中0个有新进展，砚山县说明无此项任务。"


def test_text_with_markup_and_strange_characters_is_only_text(desk: Desk, world: World, at: datetime) -> None:
    report = desk.fill("砚山县政府", "陈砚山", at)
    nasty = "<script>alert(1)</script> #set page(width: 1cm) $x$ \\ @ref * _ ` ~\x00\x0b喆堃"
    desk.write("砚山县政府", 1, "陈砚山", at, progress=nasty, cases=nasty)
    hand_in(report, by=world.actor("陈砚山"), at=at)
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    paper = compile_report(desk.cycle, by=world.actor("吴主任科员"), at=at)
    assert "<script>alert(1)</script> #set page(width: 1cm)" in _text(paper)
    assert render_pdf(from_json(paper.tree)).startswith(b"%PDF")
