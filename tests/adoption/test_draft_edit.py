"""Does each correction change what it should, and nothing beside it?"""

from datetime import date
from typing import Any

import pytest

from huxin.adoption import draft_edit as edit
from huxin.adoption.marking import pieces
from huxin.adoption.overtaken import overtaken
from huxin.base.errors import NotPossible
from huxin.plans.reading.reader import read_plan
from tests.adoption.conftest import TEXT


@pytest.fixture
def draft() -> edit.Draft:
    return edit.opened(read_plan(TEXT).to_json())


def units(draft: edit.Draft, goal: int) -> list[tuple[str, str]]:
    return [(duty["unit"], duty["role"]) for duty in draft["goals"][goal]["duties"]]


def test_merging_two_units_gives_one_with_both_spellings(draft: edit.Draft) -> None:
    after = edit.merge_units(draft, "州司法局", into="州总工会")
    assert ("州司法局", "cooperate") not in units(after, 0)
    assert units(after, 0).count(("州总工会", "cooperate")) == 1
    kept = next(unit for unit in after["units"] if unit["name"] == "州总工会")
    assert "州司法局" in kept["aliases"]
    assert ("州司法局", "cooperate") in units(draft, 0)


def test_a_renamed_unit_keeps_its_old_name_as_alias_also_where_it_is_the_office(draft: edit.Draft) -> None:
    after = edit.rename_unit(draft, "州人力资源社会保障局", to="州人社局")
    assert ("州人社局", "lead") in units(after, 0)
    assert edit.canonical(after, after["office"]["organisation"]) == "州人社局"
    assert edit.unit_of_seat(after, after["seats"][0]) == "州人社局"


def test_renaming_to_the_name_of_another_unit_merges_them(draft: edit.Draft) -> None:
    after = edit.rename_unit(draft, "州司法局", to="州总工会")
    assert [unit["name"] for unit in after["units"]].count("州总工会") == 1


def test_a_role_is_changed_and_the_unit_counts_follow(draft: edit.Draft) -> None:
    key = next(duty["key"] for duty in draft["goals"][1]["duties"] if duty["unit"] == "州交通运输局")
    after = edit.edit_duty(draft, key, unit="州交通运输局", role="lead")
    unit = next(unit for unit in after["units"] if unit["name"] == "州交通运输局")
    assert (unit["goals"]["lead"], unit["goals"]["by_duty"]) == ([2], [])


def test_an_alias_typed_for_a_unit_means_that_unit(draft: edit.Draft) -> None:
    merged = edit.merge_units(draft, "州司法局", into="州总工会")
    after = edit.add_duty(merged, "g1", unit="州司法局", role="cooperate")
    assert ("州总工会", "cooperate") in units(after, 1)


def test_the_same_unit_in_the_same_role_twice_is_refused(draft: edit.Draft) -> None:
    with pytest.raises(NotPossible, match="不必重复"):
        edit.add_duty(draft, "g0", unit="州总工会", role="cooperate")


def test_removing_a_goal_moves_the_numbers_up(draft: edit.Draft) -> None:
    after = edit.remove_goal(draft, "g0")
    assert [(goal["key"], goal["number"]) for goal in after["goals"]] == [("g1", 1)]


def test_a_unit_whose_last_duty_is_removed_is_gone_unless_it_has_a_seat(draft: edit.Draft) -> None:
    key = next(duty["key"] for duty in draft["goals"][0]["duties"] if duty["unit"] == "州司法局")
    names = {unit["name"] for unit in edit.remove_duty(draft, key)["units"]}
    assert "州司法局" not in names
    assert "州商务局" in names


def test_a_date_is_set_and_cleared(draft: edit.Draft) -> None:
    facts: dict[str, Any] = {"title": "加强宣传", "text": "", "standing": True}
    dated = edit.edit_goal(draft, "g0", milestone_on=date(2027, 3, 31), **facts)
    assert dated["goals"][0]["milestone_on"] == "2027-03-31"
    assert edit.edit_goal(dated, "g0", milestone_on=None, **facts)["goals"][0]["milestone_on"] is None


def test_a_new_goal_seat_and_rule_have_keys_of_their_own(draft: edit.Draft) -> None:
    after = edit.add_goal(draft, title="新任务", text="", standing=True, milestone_on=None)
    after = edit.put_seat(after, "", kind="member", name="钱 六", organisation="州公安局", post="")
    keys = [element["key"] for kind in ("goals", "seats", "units") for element in after[kind]]
    assert len(set(keys)) == len(keys)
    assert after["seats"][-1]["name"] == "钱六"
    assert after["goals"][-1]["number"] == 3


def test_a_report_day_must_be_a_day(draft: edit.Draft) -> None:
    with pytest.raises(NotPossible, match="月-日"):
        edit.put_rule(draft, "r0", due="06-31", period="half_year", cut_off="05-31")


def test_who_issued_it_to_whom_on_what_ground_can_be_filled_in(draft: edit.Draft) -> None:
    head = {"title": "方案", "document_no": "", "issued_on": None, "office": "州人力资源社会保障局"}
    after = edit.edit_head(
        draft, **head, issuers=["州人社局"], addressees=["各县（市）人民政府"], requirements=["加强领导。"],
        basis=["《关于维护劳动者权益的意见》（人社部发〔2021〕56号）", "《总体部署》"],
    )  # fmt: skip
    assert (after["issuers"], after["addressees"]) == (["州人社局"], ["各县（市）人民政府"])
    assert after["basis"] == [
        {"title": "《关于维护劳动者权益的意见》", "number": "人社部发〔2021〕56号"},
        {"title": "《总体部署》", "number": None},
    ]
    assert after["requirements"] == ["加强领导。"]
    assert edit.edit_head(after, **head)["issuers"] == ["州人社局"]


def test_to_whom_a_report_goes_and_what_it_holds_can_be_filled_in(draft: edit.Draft) -> None:
    facts = {"due": "06-10", "period": "half_year", "cut_off": "05-31"}
    after = edit.put_rule(draft, "r0", **facts, to="州人社局 ", contents=["典型案例"])
    rule = after["report_rules"][0]
    assert (rule["to"], rule["contents"]) == ("州人社局", ["典型案例"])
    kept = edit.put_rule(after, "r0", **facts)["report_rules"][0]
    assert (kept["to"], kept["contents"]) == ("州人社局", ["典型案例"])


def test_two_reports_of_one_period_are_refused(draft: edit.Draft) -> None:
    with pytest.raises(NotPossible, match="已有一条"):
        edit.put_rule(draft, "", due="07-10", period="half_year", cut_off="06-30")


def test_what_is_gone_cannot_be_corrected(draft: edit.Draft) -> None:
    with pytest.raises(NotPossible, match="已被删除"):
        edit.remove_duty(edit.remove_goal(draft, "g0"), "g0d0")


def test_the_marked_text_is_the_text_and_every_anchor_stands_once(draft: edit.Draft) -> None:
    found = pieces(draft)
    assert "".join(piece.text for piece in found) == draft["text"]
    anchors = [piece.at for piece in found if piece.at is not None]
    assert len(anchors) == len(set(anchors))
    for goal in draft["goals"]:
        assert goal["title_place"]["start"] in anchors
        assert {duty["place"]["start"] for duty in goal["duties"]} <= set(anchors)
    marked = {piece.text: piece.key for piece in found if piece.key}
    assert marked["州司法局"] == next(d["key"] for d in draft["goals"][0]["duties"] if d["unit"] == "州司法局")


def test_the_cut_off_is_the_last_day_of_the_month_before() -> None:
    assert edit.default_cut_off("06-10") == "05-31"
    assert edit.default_cut_off("12-10") == "11-30"
    assert edit.default_cut_off("01-15") == "12-31"
    assert edit.default_cut_off("03-01") == "02-28"


def test_a_warning_that_a_correction_has_answered_needs_nobody(draft: edit.Draft) -> None:
    def waiting(now: edit.Draft) -> list[str]:
        return [one["message"] for one in now["warnings"] if not overtaken(now, one)]

    def about(now: edit.Draft, words: str) -> list[str]:
        return [message for message in waiting(now) if words in message]

    assert len(waiting(draft)) == len(draft["warnings"])
    assert about(draft, "州司法局有任务")
    assert not about(edit.merge_units(draft, "州司法局", into="州总工会"), "州司法局有任务")
    assert about(draft, "州商务局是成员单位")
    assert not about(edit.add_duty(draft, "g0", unit="州商务局", role="cooperate"), "州商务局是成员单位")
    [without_lead] = about(draft, "没有牵头单位")
    led = edit.edit_duty(draft, draft["goals"][1]["duties"][0]["key"], unit="州交通运输局", role="lead")
    assert without_lead not in waiting(led)
    bare = edit.opened(read_plan(TEXT.replace("（2025年6月底前有阶段性成效）", "")).to_json())
    facts = {"title": "规范企业用工", "text": "指导企业。", "standing": True}
    assert about(bare, "没有写明完成日期")
    assert not about(edit.edit_goal(bare, "g1", **facts, milestone_on=date(2027, 6, 30)), "没有写明完成日期")
    assert about(draft, "发文字号")
    headed = edit.edit_head(draft, title="方案", document_no="文人社发〔2027〕1号", issued_on=None, office="州总工会")
    assert not about(headed, "发文字号")
