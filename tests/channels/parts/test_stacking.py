"""Does a list stay a table, and can each of its rows be read as a card on a phone?"""

import re

from django.utils.html import escape

from huxin.channels.parts.stacking import table

HEAD = "<thead><tr><th>事项</th><th class='num'>金额（元）</th><th>单位</th><th></th></tr></thead><tbody>"
ROW = '<tr><td class="long"><a href="/a/">欠薪</a></td><td class="num">35</td><td>迅达</td><td>办理</td></tr></tbody>'


def _labels(made: str) -> list[str]:
    return re.findall(r'data-label="([^"]*)"', made)


def test_each_cell_carries_the_heading_of_its_column() -> None:
    made = table("案件", HEAD + ROW, grid=False)
    assert made.startswith('<table class="stacked" aria-label="案件"><thead>')
    assert _labels(made) == ["事项", "金额（元）", "单位"]
    assert '<td class="num" data-label="金额（元）">35</td>' in made
    assert re.sub(' data-label="[^"]*"| class="stacked"', "", made) == table("案件", HEAD + ROW, grid=True)


def test_a_cell_over_several_columns_has_no_heading_and_the_next_has_its_own() -> None:
    row = '<tr><th scope="row">甲</th><td colspan="2">缺</td><td>办理</td></tr><tr><td data-label="另">乙</td></tr>'
    assert _labels(table("表", HEAD.replace("<th></th>", "<th>办理</th>") + row, grid=False)) == ["事项", "办理", "另"]


def test_what_is_narrow_or_has_headings_in_two_rows_stays_as_it_is() -> None:
    for head in (
        "<thead><tr><th>一</th><th>二</th><th>三</th></tr></thead>",
        "<thead><tr><th>一</th><th>二</th></tr><tr><th>三</th><th>四</th></tr></thead>",
        "",
    ):
        assert table("表", head + ROW, grid=False) == f'<table aria-label="表">{head}{ROW}</table>'


def test_what_people_wrote_stays_text() -> None:
    odd = '"><script>alert(1)</script>'
    head = f'<thead><tr><th>{escape(odd)}</th><th>"二"</th><th>三</th><th>四</th></tr></thead>'
    made = table(odd, f"{head}<tr><td>{escape(odd)}</td><td>2</td></tr>", grid=False)
    assert "<script" not in made
    assert _labels(made) == [escape(odd), "&quot;二&quot;"]
