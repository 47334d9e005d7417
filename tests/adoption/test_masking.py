"""Is a contact hidden in what is kept of a document, and nothing beside it?"""

import json
from importlib import import_module

import pytest
from django.apps import apps

from huxin.adoption.differences import compare
from huxin.adoption.draft_edit import opened
from huxin.adoption.masking import TOLD, cleaned, masked
from huxin.adoption.models import PlanDraft, PlanVersion
from huxin.adoption.versions import versions
from huxin.plans.reading.reader import read_plan
from tests.adoption.conftest import TEXT, Table

NAME, LANDLINE, MOBILE, QQ, MAIL = "甲某某", "0876-2000000", "13900000000", "10000100", "nobody@example.cn"
CONTACT = f"(联系人和联系方式:{NAME},{LANDLINE},QQ:{QQ})"
WITH_CONTACT = TEXT.replace(
    "报州人力资源社会保障局。", f"报州人力资源社会保障局{CONTACT}。\n\n电子邮箱{MAIL}，{MOBILE}。"
)


def hidden(text: str) -> str:
    return masked(text, read_plan(text).to_json())


def test_the_kept_draft_and_version_hold_no_contact_and_every_place_stays_true(table: Table) -> None:
    read = read_plan(WITH_CONTACT).to_json()
    draft = table.upload(WITH_CONTACT)
    plan = table.adopt(draft)
    version = versions(plan).get()
    for kept in (draft.data, version.data):
        said = json.dumps(kept, ensure_ascii=False)
        assert not [one for one in (NAME, LANDLINE, MOBILE, QQ, MAIL) if one in said]
    assert draft.data["places"] == read["places"]
    assert len(draft.data["text"]) == len(read["text"])
    for pointer, place in read["places"].items():
        was, now = (text[place["start"] : place["end"]] for text in (read["text"], draft.data["text"]))
        assert was == now or "●" in now, pointer
    assert "(联系人和联系方式:●●●,●●●●●●●●●●●●,QQ:●●●●●●●●)" in draft.data["text"]
    told = [one["message"] for one in draft.data["warnings"] if one["code"] == "personal_data"]
    assert set(told) == {TOLD}
    assert draft.data["goals"][0]["title"] == "加强宣传引导"
    assert compare(table.upload(WITH_CONTACT).data, plan) == []


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("联系人：甲 某、乙某某  电话：0876-2000000", "联系人：● ●、●●●  电话：●●●●●●●●●●●●"),
        ("（联系人甲某某，手机13900000000）", "（联系人●●●，手机●●●●●●●●●●●）"),
        ("各单位明确一名联系人，于6月10日前报州人社局。", "各单位明确一名联系人，于6月10日前报州人社局。"),
        ("请将联系人及联系电话报州人社局劳动关系科。", "请将联系人及联系电话报州人社局劳动关系科。"),
        ("公布投诉举报电话：12333、12345。", "公布投诉举报电话：12333、12345。"),
        ("联系人\t甲某某\t0876-2000000", "联系人\t●●●\t●●●●●●●●●●●●"),
        ("联系人\t甲 某\t电话\t2128000\n备注\t无", "联系人\t● ●\t电话\t●●●●●●●\n备注\t无"),
        (
            "单位\t联系人\t联系电话\t备注\n州总工会\t甲某\t2128000\t无\n州司法局\t乙某某\t2128001\n以上单位落实。",
            "单位\t联系人\t联系电话\t备注\n州总工会\t●●\t●●●●●●●\t无\n州司法局\t●●●\t●●●●●●●\n以上单位落实。",
        ),
        (
            "序号\t联系人\t工作任务\t单位\n1\t甲某\t推广电子合同\t州总工会",
            "序号\t联系人\t工作任务\t单位\n1\t●●\t推广电子合同\t州总工会",
        ),
        ("姓名\t职务\n王四木\t联络员", "姓名\t职务\n王四木\t联络员"),
        ("人社部发〔2021〕56号，2026年6月10日前", "人社部发〔2021〕56号，2026年6月10日前"),
    ],
)
def test_what_is_personal_is_hidden_sign_for_sign(line: str, kept: str) -> None:
    assert hidden(line) == kept


def test_a_plan_without_contacts_is_kept_as_it_reads() -> None:
    assert hidden(TEXT) == TEXT


def test_drafts_and_versions_of_before_are_hidden_by_the_migration(table: Table) -> None:
    draft = table.upload(WITH_CONTACT)
    version = versions(table.adopt(draft)).get()
    before = opened(read_plan(WITH_CONTACT).to_json())
    before["goals"][0]["text"] += f"电话{MOBILE}。"
    PlanDraft.objects.filter(pk=draft.pk).update(data=before)
    PlanVersion.objects.filter(pk=version.pk).update(data=before)
    import_module("huxin.adoption.migrations.0002_contacts_are_hidden").hide(apps, None)
    for row in (draft, version):
        row.refresh_from_db()
        said = json.dumps(row.data, ensure_ascii=False)
        assert not [one for one in (NAME, LANDLINE, MOBILE, QQ, MAIL) if one in said]
        assert row.data["places"] == before["places"]
        assert row.data["seats"] == before["seats"]
        assert row.data["goals"][0]["text"].endswith("电话●●●●●●●●●●●。")
        assert cleaned(row.data) == row.data
