"""Are joined cells, headers of two rows, columns of a page and running heads read as a person reads them?"""

import io
from typing import Any

import docx
import pytest
import typst

from huxin.plans.reading.files import read_file
from huxin.plans.reading.reader import read_plan
from tests.plans.reading.documents import FONTS

PAGE = '#set page(width: 297mm, height: 210mm, margin: 20mm)\n#set text(font: "Noto Serif SC", size: 12pt)\n'


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("青岚市维护骑手权益任务分解表")
    table = document.add_table(rows=5, cols=6)
    rows = (
        "序号 工作任务 具体措施 责任分工 _ 完成时限",
        "_ _ _ 牵头单位 配合单位 _",
        "1 规范用工 推行书面协议 市人社局 市市场监管局 2025年6月底前",
        "_ _ 开展联合检查 市人社局 市公安局、市总工会 _",
        "2 权益救济 建立调解中心 市中级人民法院 市司法局 持续推进",
    )
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words.split(), strict=True):
            cell.text = word.strip("_")
    for column in (0, 1, 2, 5):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 3).merge(table.cell(0, 4))
    for column in (0, 1, 5):
        table.cell(2, column).merge(table.cell(3, column))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _html() -> bytes:
    return """<html><body><table><tr><td><p>首页 &gt; 公开</p>
    <h1>青岚市维护骑手权益任务分解表</h1><p>一、任务</p>
    <p>见表。</p>    <table><tr><th rowspan="2">序号</th><th rowspan="2">工作任务</th><th rowspan="2">具体措施</th>
    <th colspan="2">责任分工</th><th rowspan="2">完成时限</th></tr><tr><th>牵头单位</th><th>配合单位</th></tr>
    <tr><td rowspan="2">1</td><td rowspan="2">规范用工</td><td>推行书面协议</td><td>市人社局</td><td>市市场监管局</td>
    <td rowspan="2">2025年6月底前</td></tr><tr><td>开展联合检查</td><td>市人社局</td>
    <td>市公安局、<br>市总工会</td></tr>
    <tr><td>2</td><td>权益救济</td><td>建立调解中心</td><td>市中级人民法院</td><td>市司法局</td><td>持续推进</td></tr>
    </table></td></tr></table></body></html>""".encode("gb18030")


def _pdf() -> bytes:
    cells = """table.cell(rowspan: 2)[序号], table.cell(rowspan: 2)[工作任务], table.cell(rowspan: 2)[具体措施],
    table.cell(colspan: 2)[责任分工], table.cell(rowspan: 2)[完成时限], [牵头单位], [配合单位],
    table.cell(rowspan: 2)[1], table.cell(rowspan: 2)[规范用工], [推行书面协议], [市人社局], [市市场监管局],
    table.cell(rowspan: 2)[2025年6月底前], [开展联合检查], [市人社局], [市公安局、市总工会],
    [2], [权益救济], [建立调解中心], [市中级人民法院], [市司法局], [持续推进]"""
    table = f"#table(columns: (1cm, 3cm, 5cm, 4cm, 5cm, 4cm), {cells})"
    return _print(PAGE + "青岚市维护骑手权益任务分解表\n\n" + table)


def _print(source: str) -> bytes:
    return typst.compile(source.encode(), format="pdf", font_paths=FONTS)


@pytest.mark.parametrize("build", [_docx, _html, _pdf])
def test_joined_cells_speak_for_every_row_beside_them(build: Any) -> None:
    draft = read_plan(read_file("表", build())).to_json()
    assert draft["title"] == "青岚市维护骑手权益任务分解表"
    assert [_shown(goal) for goal in draft["goals"]] == [
        ("推行书面协议", "2025-06-30", ["市人力资源社会保障局"], ["市市场监管局"]),
        ("开展联合检查", "2025-06-30", ["市人力资源社会保障局"], ["市公安局", "市总工会"]),
        ("权益救济", None, ["市中级人民法院"], ["市司法局"]),
    ]


def _shown(goal: dict[str, Any]) -> tuple[str, str | None, list[str], list[str]]:
    leads, helps = ([one["unit"] for one in goal["duties"] if one["role"] == role] for role in ("lead", "cooperate"))
    return goal["title"], goal["milestone_on"], leads, helps


def test_two_columns_with_a_running_head_are_read_one_after_the_other() -> None:
    head = '#set page(columns: 2, height: 120mm, header: [青岚市人力资源和社会保障局文件汇编], numbering: "- 1 -")\n'
    body = [
        "青岚市新就业形态劳动者权益保障工作方案",
        "一、工作任务",
        *(
            f"（{n}）{title}，做到应查尽查、应改尽改、举一反三，不断提高服务水平。\n\n责任单位：市人社局牵头，市公安局、"
            "市市场监管局、市交通运输局配合，各县（市、区）人民政府落实。\n\n完成时限：2025年6月底前。"
            for n, title in zip("一二三四五六", ("开展招聘核查", "公布用工名单", "规范书面协议", "办好法律援助",
                                           "设立服务站点", "组织技能培训"), strict=True)
        ),
    ]  # fmt: skip
    draft = read_plan(read_file("方案.pdf", _print(PAGE + head + "\n\n".join(body)))).to_json()
    assert draft["title"] == body[0]
    assert [goal["title"].split("，")[0] for goal in draft["goals"]][:2] == ["开展招聘核查", "公布用工名单"]
    assert [len(goal["duties"]) for goal in draft["goals"]] == [5] * 6
    assert all(goal["milestone_on"] == "2025-06-30" and "汇编" not in goal["text"] for goal in draft["goals"])


def test_a_row_that_the_end_of_the_page_broke_is_one_row() -> None:
    rows = [
        f"[{n}], [开展第{n}次走访], [走访平台企业和站点，听取骑手意见，督促整改问题，做到件件有回音，形成台账备查。],"
        " [市人社局], [市总工会]"
        for n in range(1, 7)
    ]
    head = "[序号], [任务], [措施], [牵头单位], [配合单位]"
    table = f"#table(columns: (1cm, 3cm, 2.5cm, 4cm, 4cm), {head}, {', '.join(rows)})"
    page = '#set page(width: 210mm, height: 120mm, margin: 20mm)\n#set text(font: "Noto Serif SC", size: 12pt)\n'
    draft = read_plan(read_file("表.pdf", _print(page + "青岚市走访骑手任务分解表\n\n" + table))).to_json()
    assert [goal["title"] for goal in draft["goals"]] == [f"开展第{n}次走访" for n in range(1, 7)]
    assert all(goal["text"].endswith("形成台账备查。") and len(goal["duties"]) == 2 for goal in draft["goals"])
