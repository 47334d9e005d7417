"""Can a rider tell what happened on his phone, without log-in and without JavaScript, and follow it by his receipt?"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.cases import vault
from huxin.cases.actions.merging import merge
from huxin.cases.actions.parting import part
from huxin.cases.actions.talking import note, tell
from huxin.cases.models import Case
from huxin.cases.records import Note
from huxin.documents.models import Document
from huxin.registry.actions.enterprises import add_name
from tests.cases.conftest import PDF, Desk
from tests.cases.conftest import desk as desk

ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"whose": "complaint", "topic": "wage"},
    "where": {"area": "532622", "place": "江那镇站点"},
    "who": {"platform": "云岭快送", "firm": "迅达配送", "chosen": "none"},
    "when": {"since": "2026-08-01", "until": "2026-10-31", "amount": "1.2万元", "people": "1"},
    "story": {"story": "三个月单费没有发。", "wish": "发钱"},
    "teller": {"name": "王大山", "phone": "139 0000 1111", "e_service": "on"},
}


def told(client: Client, **changes: dict[str, Any]) -> tuple[str, str]:
    """Answer every screen, send, and read the receipt."""
    for step, answer in (ANSWERS | changes).items():
        page = client.get("/report/", follow=True)
        assert page.redirect_chain[-1][0] == f"/report/{step}/"
        assert client.post(f"/report/{step}/", answer).status_code == 302, step
    assert "核对" in client.get("/report/", follow=True).content.decode()
    receipt = client.post("/report/send/", follow=True).content.decode()
    number, secret = re.findall(r'<strong class="code">([^<]+)</strong>', receipt)
    return number, secret


def test_a_wage_claim_is_told_in_six_screens_and_opens_a_case(desk: Desk) -> None:
    number, _ = told(Client())
    case = Case.objects.get(number=number)
    assert (case.organisation.short_name, case.claimed_fen, case.topic) == ("砚山监察大队", 1_200_000, "wage")
    assert case.parties.get(role="claimant").worker == desk.world.rider
    claim = case.claims.get()
    assert (claim.period_from, claim.period_until) == (case.happened_from, case.happened_until)
    assert claim.period_from is not None


def test_a_flood_from_one_network_is_held_up_and_loses_nothing(desk: Desk, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"report": "1/h/ip"}
    told(Client())
    client = Client()
    for step, answer in ANSWERS.items():
        client.post(f"/report/{step}/", answer)
    page = client.post("/report/send/").content.decode()
    assert "提交得太频繁了" in page
    assert "三个月单费没有发" in page
    assert Case.objects.count() == 1


def test_the_firm_is_found_by_its_name_and_chosen(desk: Desk) -> None:
    client = Client()
    for step in ("what", "where"):
        client.post(f"/report/{step}/", ANSWERS[step])
    asked = {"platform": "云岭快送", "firm": "迅达配送"}
    firm = desk.world.firm("迅达配送")
    for pressed in ({"search": "yes"}, {}):  # also who goes on without looking for it is asked, once
        page = client.post("/report/who/", asked | pressed)
        assert page.status_code == 200
        assert firm.name in page.content.decode()
        assert "请填写这一项" not in page.content.decode()
    assert "invalid" in client.post("/report/who/", asked | {"asked": "yes"}).content.decode()
    number, _ = told(Client(), who=ANSWERS["who"] | {"chosen": str(firm.pk)})
    assert Case.objects.get(number=number).enterprise == firm


def test_a_firm_that_is_registered_meanwhile_is_asked_for_before_it_is_sent(desk: Desk) -> None:
    client = Client()
    for step, answer in (ANSWERS | {"who": {"firm": "江那闪送驿站"}}).items():
        assert client.post(f"/report/{step}/", answer).status_code == 302, step
    by = desk.world.actor("陈办案")
    add_name(desk.world.firm("迅达配送"), kind="brand", name="江那闪送驿站", by=by, at=desk.at)
    page = client.get("/report/check/", follow=True)
    assert page.redirect_chain[-1][0] == "/report/who/"
    assert desk.world.firm("迅达配送").name in page.content.decode()


@pytest.mark.parametrize(
    ("step", "answer", "says"),
    [
        ("who", {}, "请至少填写平台或公司名称中的一项"),
        ("when", {"since": "2026-08-02", "until": "2026-08-01", "people": "1"}, "结束日期不能早于开始日期"),
        ("when", {"since": "", "amount": "很多", "people": "1"}, "金额读不懂"),
        ("teller", {"name": "王大山", "phone": "12"}, "手机号"),
        ("teller", {}, "不想留下身份的，请勾选匿名"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    desk: Desk, step: str, answer: dict[str, Any], says: str
) -> None:
    page = Client().post(f"/report/{step}/", answer)
    assert page.status_code == 200
    assert says in page.content.decode()


def test_the_receipt_leads_another_phone_to_the_case_and_a_wrong_one_does_not(desk: Desk) -> None:
    number, secret = told(Client())
    other = Client()
    assert other.get(f"/follow/{number}/").url == f"/follow/?number={number}"
    assert "不对" in other.post("/follow/", {"number": number, "secret": "2222-2222-2222"}).content.decode()
    page = other.post("/follow/", {"number": number, "secret": secret.lower()}, follow=True).content.decode()
    assert "已收到，正在审查是否受理" in page
    assert "受理审查" in page


def test_he_writes_hands_in_evidence_and_takes_the_signed_list(desk: Desk) -> None:
    client = Client()
    number, _ = told(client)
    client.post(f"/follow/{number}/write/", {"text": "补充：站长姓李"})
    files = [BytesIO(PDF + b"1"), BytesIO(PDF + b"2")]
    files[0].name, files[1].name = "一.pdf", "二.pdf"
    client.post(f"/follow/{number}/evidence/", {"title": "派单截图", "files": files})
    page = client.get(f"/follow/{number}/").content.decode()
    assert "补充：站长姓李" in page
    assert "派单截图（2）" in page
    assert client.get(f"/follow/{number}/evidence.pdf").content.startswith(b"%PDF")


def test_private_notes_never_show_and_messages_do(desk: Desk) -> None:
    client = Client()
    number, _ = told(client)
    case = Case.objects.get(number=number)
    by = desk.world.actor("陈办案", desk.later())
    note(case, text="内部：怀疑串通 PRIVATE", by=by, at=desk.at)
    tell(case, text="请补充工资条", by=by, at=desk.at)
    page = client.get(f"/follow/{number}/").content.decode()
    assert "请补充工资条" in page
    assert "PRIVATE" not in page


def test_nobody_else_gets_to_it(desk: Desk, browse: Callable[[str], Client]) -> None:
    number, _ = told(Client())
    for stranger in (Client(), browse("邱经办"), browse("杨外县")):
        assert stranger.get(f"/follow/{number}/").status_code == 302
        assert stranger.get(f"/follow/{number}/evidence.pdf").status_code == 404
    assert browse("王师傅").get(f"/follow/{number}/").status_code == 200  # it is his own: the report names him
    assert Client().post(f"/follow/{number}/write/", {"text": "x"}).status_code == 404


def test_an_anonymous_tip_off_is_followed_by_receipt_and_identified_later(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller={"anonymous": "on"})
    case = Case.objects.get(number=number)
    assert case.anonymous
    assert "补充身份" in client.get(f"/follow/{number}/").content.decode()
    client.post(f"/follow/{number}/identify/", {"name": "王大山", "phone": "13900001111"})
    case.refresh_from_db()
    assert not case.anonymous


def test_he_withdraws_himself(desk: Desk) -> None:
    client = Client()
    number, _ = told(client)
    assert "撤回投诉" in client.get(f"/follow/{number}/").content.decode()
    client.post(f"/follow/{number}/withdraw/", {"reason": "已付"}, follow=True)
    assert Case.objects.get(number=number).step == "withdrawn"


def test_somebody_acts_for_him(desk: Desk) -> None:
    number, _ = told(Client(), teller=ANSWERS["teller"] | {"acts_for": "李二", "acts_as": "relative"})
    case = Case.objects.get(number=number)
    claimant, agent = case.parties.get(role="claimant"), case.parties.get(role="agent")
    assert agent.acts_for == claimant
    assert (agent.e_service, claimant.e_service) == (True, False)  # he agrees for himself alone


def test_whose_report_was_merged_is_told_so_once(desk: Desk) -> None:
    clients = [Client() for _ in range(3)]
    cases = [Case.objects.get(number=told(client)[0]) for client in clients]
    merge(cases[0], cases[1:], by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    page = clients[2].get(f"/follow/{cases[0].number}/").content.decode()
    assert "已合并为一个案件一起办理" in page
    assert (page.count("2件并入本案"), page.count("并入集体案件办理")) == (1, 0)


def test_who_comes_by_his_receipt_hands_in_so_much_and_so_often_and_no_more(
    desk: Desk, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    number, _ = told(client)

    def handed_in(*names: str) -> str:
        files = [SimpleUploadedFile(name, PDF + name.encode()) for name in names]
        answer = client.post(f"/follow/{number}/evidence/", {"title": "截图", "files": files}, follow=True)
        return str(answer.content.decode())

    assert "已存入1件证据" in handed_in("1.pdf")
    monkeypatch.setattr(vault, "MOST_PIECES", 2)
    assert "一个案件最多提交2件证据，已有1件" in handed_in("2.pdf", "3.pdf")
    monkeypatch.setattr(vault, "MOST_BYTES", len(PDF) + 10)
    assert "这几件放不下" in handed_in("2.pdf")
    assert Document.objects.filter(subject_kind="evidence").count() == Document.objects.count() == 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "1/h/ip"}
    client.post(f"/follow/{number}/write/", {"text": "第一句"})
    page = client.post(f"/follow/{number}/write/", {"text": "第二句"}).content.decode()
    assert "太频繁" in page
    assert "第二句" in page
    assert Note.objects.get().text == "第一句"


def test_what_a_reporter_typed_and_read_is_not_kept_by_a_borrowed_phone(desk: Desk) -> None:
    client = Client()
    assert "Cache-Control" not in client.get("/report/what/").headers  # nothing of him is there yet
    number, _ = told(client)
    for page in ("/report/receipt/", "/report/teller/", f"/follow/{number}/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


def test_what_waits_in_a_session_is_encrypted(desk: Desk) -> None:
    client = Client()
    for step, answer in ANSWERS.items():
        client.post(f"/report/{step}/", answer)
    kept = Session.objects.get().session_data
    assert "王大山" in str(client.session["report"])
    assert kept.startswith("v1.")
    assert client.session.decode(kept)["report"] == client.session["report"]
    Session.objects.update(session_data="eyJhIjoxfQ:of:before")
    assert client.get("/report/teller/").status_code == 200


def test_who_comes_with_the_receipt_of_a_merged_report_reads_its_own_number(desk: Desk) -> None:
    main, other = desk.open(), desk.open()
    merge(main.case, [other.case], by=desk.world.actor("覃队长"), at=desk.later())
    for one, said in ((other, f"您回执上的编号{other.case.number}和查询码继续有效"), (main, "您原来的编号和查询码")):
        client = Client()
        client.post("/follow/", {"number": one.case.number, "secret": one.receipts[0]})
        assert said in client.get(f"/follow/{main.case.number}/").content.decode()


def test_a_page_that_was_kept_from_before_the_merging_leads_to_the_main_case(desk: Desk) -> None:
    main, other = desk.open(), desk.open()
    client = Client()
    client.post("/follow/", {"number": other.case.number, "secret": other.receipts[0]})
    assert client.get(f"/follow/{other.case.number}/").status_code == 200
    merge(main.case, [other.case], by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    assert client.get(f"/follow/{other.case.number}/")["Location"] == f"/follow/{main.case.number}/"
    other.parties[0].refresh_from_db()
    part(other.parties[0], reason="自己办", by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    assert client.get(f"/follow/{other.case.number}/")["Location"] == f"/follow/?number={other.case.number}"
