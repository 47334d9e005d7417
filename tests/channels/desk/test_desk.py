"""Do people of a firm reach what is their firm's, and nothing else: not another firm's, not the officials' pages?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.base.errors import PermissionDenied
from huxin.documents import issuing, numbering, receipts
from huxin.documents.approval import submit
from huxin.documents.kinds import KINDS, SIGN, PaperKind, Step
from huxin.documents.models import Paper
from huxin.documents.papers import draft_paper
from huxin.orgs.actions.invitations import accept_invitation
from huxin.orgs.models import Invitation, Membership
from huxin.registry.actions.admission import admit
from huxin.registry.models import AdmissionRequest, Enterprise
from huxin.typesetting.content import Layout, Mark, Signature, plain
from huxin.typesetting.content import Paper as Tree
from tests.signing import sign
from tests.world import PASSWORD, RIDER, World

Browse = Callable[[str], Client]
KIND = PaperKind(
    "test_notice", "测试通知", Layout.LETTER, (Step(SIGN, role="inspection_head"),), needs_number=True, series="test"
)
CODE = "91532622MA6KLAAD44"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setitem(KINDS, KIND.code, KIND)
    settings.FILES = tmp_path


@pytest.fixture
def firms(world: World) -> Callable[[str], Client]:
    """A browser of somebody of a firm, who has no second factor."""

    def log_in(name: str) -> Client:
        client = Client()
        client.force_login(world.user(name))
        return client

    return log_in


@pytest.fixture
def paper(world: World) -> Paper:
    """A letter of the county's inspection to firm A, issued."""
    bureau, by, head = world.org("砚山县人社局"), world.actor("陈办案"), world.actor("覃队长")
    tree = Tree(
        layout=Layout.LETTER, title="关于限期说明用工情况的函", mark=Mark((bureau.name,)), addressees="迅达配送",
        blocks=(plain("请说明<b>用工</b>情况。"),), signature=Signature((bureau.name,), "2026年11月23日", seal=True),
    )  # fmt: skip
    row = draft_paper(
        KIND, subject=None, organisation=bureau, office=world.org("砚山监察大队"), tree=tree, title=tree.title,
        to=(world.org("迅达配送"),), by=by, at=world.at,
    )  # fmt: skip
    submit(row, by=by, at=world.at)
    sign(row, at=world.at)
    numbering.number(row, text="砚人社函〔2026〕1号", by=head, at=world.at)
    issuing.issue(row, by=head, at=world.at)
    return row


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_after_log_in_a_firm_stands_at_its_desk_without_a_second_factor(firms: Browse) -> None:
    client = firms("李经办")
    assert client.get("/workbench/").url == "/desk/"
    page = _text(client, "/desk/")
    assert "砚山迅达配送服务有限公司" in page
    assert "云岭快送" in page, "what stands above it"
    assert "/workbench/search" not in page
    assert client.get("/workbench/papers/").url == "/desk/papers/"
    assert client.get("/workbench/reports/").url == "/desk/"


def test_a_worker_is_led_to_the_portal(firms: Browse) -> None:
    assert firms("王师傅").get("/workbench/").url == "/"
    assert firms("王师傅").get("/").status_code == 200


def test_officials_have_no_desk(browse: Browse) -> None:
    assert browse("陈办案").get("/desk/").status_code == 403


def test_a_firm_reads_its_own_file_and_not_anothers(world: World, firms: Browse) -> None:
    mine, other = world.firm("迅达配送").pk, world.firm("捷安配送").pk
    assert "基本情况" in _text(firms("李经办"), f"/desk/firm/{mine}/")
    for name, pk in (("李经办", other), ("邱经办", mine)):
        for address in (f"/desk/firm/{pk}/", f"/desk/firm/{pk}/edit/"):
            assert firms(name).get(address).status_code == 404
    assert "王*" not in _text(firms("邱经办"), "/desk/workers/")
    assert firms("邱经办").get(f"/desk/workers/{world.rider.pk}/").status_code == 404


def test_a_firm_keeps_its_contact_up_to_date(world: World, firms: Browse) -> None:
    place = f"/desk/firm/{world.firm('迅达配送').pk}/"
    typed = {"contact": "李经办", "phone": "13900004444", "address": "江那镇", "short_name": "迅达配送", "version": "1"}
    assert firms("李经办").post(f"{place}edit/", typed).url == place
    page = _text(firms("莫代表"), place)
    assert "139****4444" in page
    assert firms("李经办").post("/desk/drafts/own-1/", {"contact": "x"}).status_code == 204


def test_the_people_of_a_firm_are_shown_masked_and_in_clear_to_its_manager_for_a_purpose(
    world: World, firms: Browse
) -> None:
    place = f"/desk/workers/{world.rider.pk}/"
    assert "王*" in _text(firms("莫代表"), "/desk/workers/")
    assert "查看完整信息" not in _text(firms("莫代表"), place)
    assert RIDER["name"] not in firms("莫代表").post(place, {"purpose": "contact"}).content.decode()
    client = firms("李经办")
    assert RIDER["phone"] not in _text(client, place)
    assert RIDER["phone"] in client.post(place, {"purpose": "contact"}).content.decode()
    assert RIDER["phone"] not in _text(client, place)


def test_a_paper_served_to_the_firm_is_a_to_do_until_it_is_acknowledged(
    world: World, firms: Browse, paper: Paper
) -> None:
    client, row = firms("李经办"), paper.receipts.get()
    assert paper.title in _text(client, "/desk/")
    assert client.get(f"/workbench/papers/{paper.pk}/").url == f"/desk/papers/{paper.pk}/"
    page = _text(client, f"/desk/papers/{paper.pk}/")
    assert "请说明&lt;b&gt;用工&lt;/b&gt;情况" in page
    assert "打开不等于签收" in page
    row.refresh_from_db()
    assert row.opened_at is not None
    assert row.acknowledged_at is None
    file = client.get(f"/desk/documents/{paper.pdf_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    client.post(f"/desk/receipts/{row.pk}/acknowledge/", {"name": "李经办", "post": "人事主管"})
    file = SimpleUploadedFile("说明.txt", "情况说明".encode())
    client.post(f"/desk/receipts/{row.pk}/reply/", {"text": "已说明", "file": file})
    row.refresh_from_db()
    assert (row.name, row.reply_text) == ("李经办", "已说明")
    assert "李经办（人事主管）" in _text(client, f"/desk/papers/{paper.pk}/")
    assert paper.title not in _text(client, "/desk/")


def test_another_firm_sees_nothing_of_the_paper(world: World, firms: Browse, paper: Paper) -> None:
    client, row = firms("邱经办"), paper.receipts.get()
    for address in (
        f"/desk/papers/{paper.pk}/", f"/desk/documents/{paper.pdf_id}/",
        f"/desk/receipts/{row.pk}/acknowledge/", f"/desk/receipts/{row.pk}/reply/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert paper.title not in _text(client, "/desk/papers/")
    with pytest.raises(PermissionDenied):
        receipts.acknowledge(row, name="邱", post="x", by=world.actor("邱经办"), at=world.at)


def test_the_representative_lets_colleagues_in_and_out(world: World, firms: Browse) -> None:
    unit = world.org("迅达配送")
    assert "邀请同事" not in _text(firms("李经办"), "/desk/people/")
    assert firms("李经办").get("/desk/people/invite/").status_code == 403
    client = firms("莫代表")
    typed = {"organisation": unit.pk, "name": "新同事", "post": "文员", "role": "enterprise_hr"}
    assert "邀请码只显示这一次" in client.post("/desk/people/invite/", typed).content.decode()
    invitation = Invitation.objects.get(name="新同事")
    assert "新同事" in _text(client, "/desk/people/")
    client.post(f"/desk/invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    held = Membership.objects.get(user__username="李经办")
    other = Membership.objects.get(user__username="邱经办")
    assert client.post(f"/desk/memberships/{other.pk}/end/").status_code == 404
    client.post(f"/desk/memberships/{held.pk}/end/")
    held.refresh_from_db()
    assert held.until is not None


def _asked(world: World, **more: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("授权书.txt", "兹授权".encode())
    return {
        "credit_code": CODE, "enterprise_name": "砚山顺路货运有限公司", "area": "532622", "enterprise_kind": "partner",
        "name": "唐申请", "post": "经理", "phone": "13900007777", "role": "enterprise_signer", "authorisation": file,
    } | more  # fmt: skip


def _code(page: str) -> str:
    return page.split("code-big")[1].split(">")[1].split("<")[0]


def test_a_firm_asks_follows_its_request_and_comes_in(world: World) -> None:
    client = Client()
    page = client.post("/desk/admission/", _asked(world)).content.decode()
    code, row = _code(page), AdmissionRequest.objects.get()
    assert "待审核" in client.post("/desk/admission/state/", {"code": code}).content.decode()
    admit(row, by=world.actor("韦受理"), at=world.at)
    assert "已通过" in client.post("/desk/admission/state/", {"code": code}).content.decode()
    accept_invitation(code, username="唐申请", password=PASSWORD, at=world.at)
    assert client.login(username="唐申请", password=PASSWORD) is True
    assert "砚山顺路货运有限公司" in _text(client, "/desk/")


def test_a_wrong_request_says_what_is_wrong_and_keeps_what_was_typed(world: World) -> None:
    page = Client().post("/desk/admission/", _asked(world, credit_code=CODE[:-1] + "5")).content.decode()
    assert "校验位不对" in page
    assert "唐申请" in page
    assert not AdmissionRequest.objects.exists()
    assert not Enterprise.objects.filter(credit_code=CODE).exists()


def test_nobody_floods_the_office_or_guesses_codes(world: World) -> None:
    client = Client()
    for number in range(11):
        page = client.post("/desk/admission/", _asked(world, name=f"申请人{number}")).content.decode()
    assert "提交太频繁" in page
    assert AdmissionRequest.objects.count() == 10
    for _ in range(21):
        page = client.post("/desk/admission/state/", {"code": "K7QM-2XW9-HTPA-2345"}).content.decode()
    assert "提交太频繁" in page


def test_people_of_a_firm_say_where_and_how_they_are_told(world: World, firms: Callable[[str], Client]) -> None:
    client = firms("莫代表")
    assert "/desk/profile/" in client.get("/desk/").content.decode()
    page = client.get("/desk/profile/").content.decode()
    assert 'name="email"' in page
    assert 'action="/desk/profile/phone/"' in page
    assert "/desk/profile/" in client.get("/desk/notices/choices/").content.decode()
    assert client.post("/desk/profile/email/", {"email": "mo@"}).context["email_form"].errors
    assert world.user("莫代表").email == ""
    assert client.post("/desk/profile/email/", {"email": "mo@example.cn"}).url == "/desk/profile/"
    assert world.user("莫代表").email == "mo@example.cn"
    page = client.get("/desk/notices/choices/")
    assert "邮件发到 mo@example.cn" in page.content.decode()
    rule = next(iter(page.context["form"].fields))
    assert client.post("/desk/notices/choices/", {rule: "never"}).url == "/desk/notices/choices/"
    assert client.get("/desk/notices/choices/").context["form"][rule].value() == "never"
