"""Does any text give a clear answer within seconds, with every place where it was read?"""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.plans.reading.checks import classified_mark
from huxin.plans.reading.folding import fold, line_of, without_blanks
from huxin.plans.reading.reader import read_plan
from tests.plans.reading.documents import SAMPLES

WORDS = [
    "一、",
    "（一）",
    "1.",
    "（1）",
    "①",
    "第一条",
    "第一章",
    "附件：",
    "责任单位：",
    "牵头单位：",
    "配合单位：",
    "完成时限：",
    "牵头",
    "，",
    "配合",
    "落实",
    "按职责分工负责",
    "（",
    "）",
    "、",
    "。",
    "；",
    "：",
    "《",
    "》",
    "“",
    "”",
    "州人社局",
    "市场监管局",
    "文山州发展和改革委员会",
    "各县（市）人民政府",
    "各县(市)",
    "团州委",
    "县人民法院",
    "某公司",
    "等部门",
    "由",
    "会同",
    "和",
    "持续推进",
    "长期坚持",
    "2025年12月底前",
    "2025年6月10日前",
    "每年6月10、12月10日前",
    "12月底前",
    "报送",
    "半年",
    "全年",
    "情况",
    "联席会议办公室设在",
    "召集人：",
    "成员：",
    "联络员：",
    "杨\u3000波",
    "副局长",
    "关于印发",
    "的通知",
    "方案",
    "人社部发〔2021〕56号",
    "2022年4月21日",
    "序号",
    "任务",
    "工作要求",
    "责任單位",
    "a",
    "b",
    "1",
    "9",
    "\u3000",
    "\u200b",
    "\x00",
    "\x0b",
    "😀",
]
SOURCES = [path.read_text() for path in sorted(SAMPLES.glob("*.txt"))]


def check(text: str) -> dict[str, Any]:
    """Everything that must hold of any reading."""
    draft = read_plan(text).to_json()
    json.dumps(draft, ensure_ascii=False)
    assert draft["text"] == text
    for pointer, place in draft["places"].items():
        assert 0 <= place["start"] <= place["end"] <= len(text), pointer
        _contains(draft, pointer, text[place["start"] : place["end"]])
    for warning in draft["warnings"]:
        place = warning["place"]
        assert warning["message"]
        assert place is None or 0 <= place["start"] <= place["end"] <= len(text)
    assert [goal["number"] for goal in draft["goals"]] == list(range(1, len(draft["goals"]) + 1))
    return draft


def _contains(draft: dict[str, Any], pointer: str, printed: str) -> None:
    value: Any = draft
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    if pointer.endswith(("/issued_on", "/milestone_on", "/due", "/standing")):
        return  # days and yes or no are said in other words
    wanted = value.get("as_printed") or value.get("title") or value.get("name") if isinstance(value, dict) else value
    if isinstance(value, dict) and "aliases" in value:
        assert any(alias in without_blanks(printed) for alias in value["aliases"]), pointer
    elif wanted:
        parts = wanted.split("\n") if pointer.endswith("/text") else [wanted]  # a table between is no part of the text
        assert all(without_blanks(part) in without_blanks(printed) for part in parts), pointer


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_crashes_the_reader(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "\n", "\n", "\t", " "]), max_size=60).map("".join))
def test_no_text_of_plan_words_crashes_the_reader(text: str) -> None:
    check(text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SOURCES), st.data())
def test_a_plan_with_a_piece_cut_out_is_still_read(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    check(source[:start] + source[end:])


@pytest.mark.parametrize("source", SOURCES)
def test_every_place_of_a_sample_holds_what_was_read(source: str) -> None:
    assert check(source)["goals"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_folding_never_loses_the_way_back(raw: str) -> None:
    line = line_of(7, raw)
    for at, ch in enumerate(line.folded):
        span = line.span(at, at + 1)
        assert span.end == span.start + 1
        assert fold(raw[span.start - 7]) in (ch, ".")


LARGE = {
    "a novel": "他走进房间，看见桌上放着一封信。她说：“你来了。”他没有负责任地回答。\n" * 9_000,
    "a novel in one line": "他走进房间，会同她牵头配合，看见桌上放着一封信，" * 14_000,
    "open brackets": "（" * 100_000,
    "matched brackets": "（" * 10_000 + "牵头" + "）" * 10_000,
    "units": "责任单位：" + "州人社局、" * 50_000,
    "role words": "负责" * 40_000,
    "headings": "一、\n" * 20_000,
    "tabs": "任务\t责任单位\n" + "甲\t州人社局\n" * 4_000,
    "blanks": " \n\u3000" * 200_000,
    "quotes": "《“" * 50_000,
    "dates": "每年6月10日前报送情况，" * 4_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_large_text_is_answered_within_seconds(name: str) -> None:
    begun = time.process_time()
    draft = read_plan(LARGE[name])
    draft.to_json()
    assert time.process_time() - begun < 4  # seconds of its own: the machine may be doing other things too
    assert draft.warnings


@pytest.mark.parametrize("text", ["", " \n\u3000\ufeff", "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡"])
def test_what_is_no_plan_gives_an_empty_draft_that_says_so(text: str) -> None:
    draft = check(text)
    assert draft["goals"] == draft["units"] == draft["seats"] == []
    assert {"empty_text", "no_goals"} & {warning["code"] for warning in draft["warnings"]}


MARKS = {
    "机密★1年\n方案": True,
    "000012\n绝密★\n方案": True,
    "秘 密\n方案": True,
    "份号：000123\n方案": True,
    "方案\n保守国家秘密、商业秘密。": False,
    "机密文件管理工作方案\n一、任务": False,
    "关于保守秘密的通知": False,
    "": False,
}


@pytest.mark.parametrize("head", MARKS)
def test_a_mark_of_secrecy_at_the_head_is_found(head: str) -> None:
    found = classified_mark(head)
    assert (found is not None) == MARKS[head]
    assert found is None or found in without_blanks(head)
