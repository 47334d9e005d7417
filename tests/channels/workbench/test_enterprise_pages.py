"""Do the pages of enterprises show, change, import and print what their reader may, and nothing of others?"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.channels.parts.excel import Column, export, read_table
from huxin.documents.models import Document
from huxin.documents.store import keep_from_outside
from huxin.journal.models import Event
from huxin.orgs.access import NOBODY
from huxin.orgs.models import Invitation
from huxin.registry.actions.admission import Applicant, ask_admission, find_admission
from huxin.registry.actions.enterprises import Details, found_enterprise
from huxin.registry.listing import HEADINGS
from huxin.registry.models import Enterprise, Sighting
from tests.world import World

Browse = Callable[[str], Client]
CODE = "91532622MA6KLAAD44"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _page(world: World, name: str, more: str = "") -> str:
    return f"/workbench/enterprises/{world.firm(name).pk}/{more}"


def test_the_list_shows_ones_own_county_finds_by_any_name_and_filters(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    page = _text(client, "/workbench/enterprises/")
    assert "砚山迅达配送服务有限公司" in page
    assert "捷安" not in page
    for query, there, not_there in (
        ("q=江那", "江那站", "云岭快送科技"),
        ("q=ylks", "云岭快送科技", "江那站"),
        ("kind=platform", "云岭快送科技", "江那站"),
        ("q=91532622MA6KLAAB1Q", "迅达配送服务", "江那站"),
        ("area=532622&industry=delivery", "江那站", "云岭快送科技"),
    ):
        found = _text(client, f"/workbench/enterprises/?{query}")
        assert there in found, query
        assert not_there not in found, query
    assert "没有符合条件的企业" in _text(client, "/workbench/enterprises/?q=查无此企")


def test_a_list_page_asks_the_database_no_more_often_for_more_rows(world: World, browse: Browse) -> None:
    client, area = browse("陈办案"), world.area("532622")
    client.get("/workbench/enterprises/")
    counts = []
    for lot in range(2):
        for number in range(10):
            found_enterprise(f"砚山第{lot}{number}店", Details(area=area, kind="outlet"), source="typed", at=world.at)
        with CaptureQueriesContext(connection) as asked:
            client.get("/workbench/enterprises/?q=第")
        counts.append(len(asked))
        assert not any("COUNT(" in q["sql"] or "OFFSET" in q["sql"] for q in asked)
    assert counts[0] == counts[1] <= 12


def test_a_firm_is_entered_after_looking_at_those_that_are_alike(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    typed = {"name": "砚山迅达配送", "area": "532622", "kind": "outlet", "individual": "", "phone": "13900002222"}
    answer = client.post("/workbench/enterprises/new/", typed)
    assert "名称相近的企业" in answer.content.decode()
    assert "砚山迅达配送服务有限公司（砚山）" in answer.content.decode()
    assert not Enterprise.objects.filter(name="砚山迅达配送").exists()
    answer = client.post("/workbench/enterprises/new/", typed | {"sure": "on"})
    firm = Enterprise.objects.get(name="砚山迅达配送")
    assert answer.url == f"/workbench/enterprises/{firm.pk}/"
    page = _text(client, answer.url)
    assert "139****2222" in page
    assert "13900002222" not in page
    assert "疑似重复" in page


def test_a_draft_of_the_form_is_kept_without_the_telephone_number(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    key = f"enterprise-{world.firm('迅达配送').pk}"
    assert client.post(f"/workbench/drafts/{key}/", {"address": "城东路1号", "phone": "13900002222"}).status_code == 204
    page = _text(client, _page(world, "迅达配送", "edit/"))
    assert "城东路1号" in page
    assert "13900002222" not in page


def test_facts_names_and_chain_are_changed_on_the_page(world: World, browse: Browse) -> None:
    client, firm = browse("陈办案"), world.firm("迅达江那站")
    typed = {"area": "532622", "kind": "outlet", "status": "active", "address": "江那镇1号", "version": "1"}
    typed["short_name"] = "迅达江那站"
    assert client.post(_page(world, "迅达江那站", "edit/"), typed).status_code == 302
    assert "刚刚被别人修改" in client.post(_page(world, "迅达江那站", "edit/"), typed).content.decode()
    client.post(_page(world, "迅达江那站", "names/"), {"kind": "brand", "name": "江那快送"})
    client.post(_page(world, "迅达江那站", "name/"), {"name": "砚山江那配送站", "version": "2"})
    page = _text(client, f"/workbench/enterprises/{firm.pk}/")
    for words in ("江那镇1号", "江那快送", "砚山江那配送站", "曾用名", "变更企业名称"):
        assert words in page, words
    upper = {"upper": "不存在的企业", "kind": "partner", "since": "2026-11-01"}
    assert (
        "没有找到名称完全相同的企业" in client.post(f"/workbench/enterprises/{firm.pk}/links/", upper).content.decode()
    )
    client.post(f"/workbench/enterprises/{firm.pk}/links/", upper | {"upper": "云岭快送科技有限公司"})
    link = firm.above.get(upper=world.firm("云岭快送"))
    client.post(f"/workbench/enterprises/{firm.pk}/links/{link.pk}/end/", {"until": "2026-11-20"})
    link.refresh_from_db()
    assert str(link.valid_until) == "2026-11-20"


def test_a_double_is_joined_and_parted_on_the_page(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    twin = found_enterprise("迅达砚山", Details(area=world.area("532622")), source="typed", at=world.at)
    client.post(f"/workbench/enterprises/{twin.pk}/merge/", {"into": "砚山迅达配送服务有限公司"})
    assert "已并入" in _text(client, f"/workbench/enterprises/{twin.pk}/")
    assert "迅达砚山" in _text(client, _page(world, "迅达配送"))
    client.post(f"/workbench/enterprises/{twin.pk}/separate/")
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_a_reader_of_another_office_changes_nothing_and_a_stranger_sees_nothing(world: World, browse: Browse) -> None:
    assert "更正资料" not in _text(browse("孙调解"), _page(world, "迅达配送"))
    assert "更正资料" not in _text(browse("陈办案"), _page(world, "云岭快送"))
    stranger = browse("杨外县")
    for more in ("", "edit/", "dossier.pdf"):
        assert stranger.get(_page(world, "迅达配送", more)).status_code == 404
    for more in ("name/", "names/", "links/", "merge/", "separate/"):
        assert stranger.post(_page(world, "迅达配送", more)).status_code == 404


def test_the_dossier_is_printed(world: World, browse: Browse) -> None:
    answer = browse("陈办案").get(_page(world, "迅达配送", "dossier.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        printed = "".join(page.get_textpage().get_text_bounded() for page in document)
    for words in ("一企一档", "云岭快送科技有限公司", "用工情况", "陈办案"):
        assert words in printed.replace("\n", "").replace("\r", ""), words


def _table(*rows: dict[str, Any]) -> SimpleUploadedFile:
    columns = [Column(h.title, lambda row, title=h.title: row.get(title, "")) for h in HEADINGS]
    return SimpleUploadedFile("名单.xlsx", export("名单", columns, rows).content)


def test_a_list_is_looked_through_line_by_line_and_then_kept(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    rows = (
        {"企业名称": "砚山金花家政服务有限公司", "类型": "其他用人单位", "属地": "砚山县", "行业": "家政"},
        {"企业名称": "砚山迅达配送", "类型": "站点或门店", "属地": "砚山县"},
        {"企业名称": "某店", "类型": "站点或门店", "属地": "文山市"},
    )
    check = client.post("/workbench/enterprises/import/", {"file": _table(*rows)}).url
    page = _text(client, check)
    for words in ("新增", "可能是“砚山迅达配送服务有限公司”", "不是您管辖的县（市）", "确认保存"):
        assert words in page, words
    assert not Enterprise.objects.filter(name__contains="金花").exists(), "nothing is written yet"
    assert browse("韦受理").get(check).status_code == 404, "it is the file of who handed it in"
    assert client.post(f"{check}keep/").url == "/workbench/sightings/"
    assert Enterprise.objects.filter(name="砚山金花家政服务有限公司", source="file").exists()
    waiting = Sighting.objects.get(state="waiting")
    assert "砚山迅达配送" in _text(client, "/workbench/sightings/")
    assert "就是这一家" in _text(client, f"/workbench/sightings/{waiting.pk}/")
    client.post(f"/workbench/sightings/{waiting.pk}/decide/", {"answer": str(world.firm("迅达配送").pk)})
    waiting.refresh_from_db()
    assert waiting.enterprise == world.firm("迅达配送")


def test_the_exported_list_comes_back_in_unchanged(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    file = client.get("/workbench/enterprises/enterprises.xlsx?area=532622").content
    assert [row["企业名称"] for _, row in read_table(BytesIO(file)).rows] == [
        "砚山迅达配送服务有限公司江那站", "砚山迅达配送服务有限公司",
    ]  # fmt: skip
    answer = client.post("/workbench/enterprises/import/", {"file": SimpleUploadedFile("x.xlsx", file)})
    page = _text(client, answer.url)
    assert page.count("无变化") == 3, "the counter, and each of two lines"
    assert "确认保存" not in page


def test_a_file_that_is_no_list_is_refused_in_words_and_kept_as_it_came(world: World, browse: Browse) -> None:
    columns = [Column("名字", lambda row: row)]
    file = SimpleUploadedFile("x.xlsx", export("x", columns, ["a"]).content)
    page = browse("陈办案").post("/workbench/enterprises/import/", {"file": file}).content.decode()
    assert "表格缺少这些列：企业名称、类型、属地" in page
    assert Document.objects.filter(name="x.xlsx").exists()


def _ask(world: World) -> str:
    file = keep_from_outside(b"text", name="授权书.txt", org_path="", by=NOBODY, at=world.at)
    applicant = Applicant(
        credit_code=CODE, enterprise_name="砚山顺路货运有限公司", area=world.area("532622"), enterprise_kind="partner",
        role="enterprise_signer", name="唐申请", phone="13900007777",
    )  # fmt: skip
    return ask_admission(applicant, authorisation=file, at=world.at)[1]


def test_the_office_reads_the_authorisation_and_admits(world: World, browse: Browse) -> None:
    code, client = _ask(world), browse("韦受理")
    row = find_admission(code)
    page = _text(client, f"/workbench/admissions/{row.pk}/")
    assert "139****7777" in page
    assert b"".join(client.get(f"/workbench/documents/{row.authorisation_id}/").streaming_content) == b"text"
    assert code not in page
    answer = client.post(f"/workbench/admissions/{row.pk}/")
    assert answer.url == f"/workbench/enterprises/{Enterprise.objects.get(credit_code=CODE).pk}/"
    assert browse("陈办案").get("/workbench/admissions/").status_code == 403
    assert browse("杨外县").get(f"/workbench/documents/{row.authorisation_id}/").status_code == 404


def test_a_request_is_refused_with_its_reason(world: World, browse: Browse) -> None:
    row, client = find_admission(_ask(world)), browse("覃队长")
    assert "必填" in client.post(f"/workbench/admissions/{row.pk}/", {"reason": ""}).content.decode()
    client.post(f"/workbench/admissions/{row.pk}/", {"reason": "没有盖章"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "没有盖章")


def test_the_office_invites_somebody_of_a_firm_by_a_letter(world: World, browse: Browse) -> None:
    typed = {"name": "某人", "role": "enterprise_hr", "post": "主管"}
    page = browse("韦受理").post(_page(world, "迅达配送", "invite/"), typed).content.decode()
    assert "邀请码只显示这一次" in page
    assert "设置两步验证" not in page, "people of firms need no second factor"
    assert Invitation.objects.get().organisation == world.org("迅达配送")
    assert Event.objects.latest("pk").verb == "enterprise.user_invited"


def test_names_are_offered_while_somebody_types(world: World) -> None:
    page = Client().get("/pick/enterprises/?upper=迅达").content.decode()
    assert page.count("<option") == 2
    assert Client().get("/pick/enterprises/?upper=迅").content.decode().strip() == ""
