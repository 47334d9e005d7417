"""Does somebody act for a worker only as far as his authorisation goes, and do both see what happens?"""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.secrets import new_invitation_code
from huxin.cases import signing
from huxin.cases.actions.moving import perform
from huxin.cases.agency import authorise, may_act
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.people import Person, add_party, by_receipt, follower
from huxin.cases.records import PaperSignature
from huxin.documents import store
from huxin.documents.faces import signed_face
from huxin.registry.actions.log_in import come_in
from huxin.typesetting.content import text
from tests.cases.conftest import PDF, Desk
from tests.cases.conftest import desk as desk
from tests.cases.test_casefile import words as pages
from tests.cases.test_desk_of_officers import CONDITIONS
from tests.cases.test_mediation import signing as agreed
from tests.cases.test_signed_records import INTERVIEW
from tests.channels.desk.test_cases import draws
from tests.channels.portal.test_report import ANSWERS, told
from tests.world import AT

FOR_HIM = {"name": "王小妹", "phone": "13900005555", "acts_as": "relative", "acts_for": "王大山", "e_service": "on"}


def sent(client: Client, number: str, until: str = "2027-06-30", data: bytes = PDF, **more: str) -> Any:
    file = BytesIO(data)
    file.name = "委托书.pdf"
    return client.post(f"/follow/{number}/authorise/", {"file": file, "until": until} | more)


def test_what_is_no_scan_is_no_authorisation(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller=FOR_HIM)
    assert "应为签名后的照片、扫描件或PDF" in sent(client, number, data=b"abc").content.decode()
    assert agent(number).authorisation is None


def test_what_the_agent_was_served_is_served(desk: Desk, browse: Callable[[str], Client]) -> None:
    number, _ = told(Client(), teller=FOR_HIM)
    case = Case.objects.get(number=number)
    desk.run()
    desk.approve(desk.do(case, "accept", **CONDITIONS))
    desk.send(case, "acceptance_notice", "agent", who="陈办案")
    page = browse("陈办案").get(f"/workbench/cases/{number}/").content.decode()
    assert "待送达" not in page


def test_nobody_signs_for_another_what_that_one_said(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller=FOR_HIM)
    case = Case.objects.get(number=number)
    desk.run()
    desk.approve(desk.do(case, "accept", **CONDITIONS))
    sent(client, number)
    desk.do(case, "interview", **INTERVIEW, whom=str(case.parties.get(role="claimant").pk))
    assert signing.waiting(case)
    assert "等您签字" not in client.get(f"/follow/{number}/").content.decode()


def agent(number: str) -> Party:
    return Case.objects.get(number=number).parties.get(role="agent")


def test_who_tells_for_another_is_asked_for_the_authorisation_and_then_may_act(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller=FOR_HIM)
    page = client.get(f"/follow/{number}/").content.decode()
    assert "还没有上传" in page
    assert "撤回投诉" not in page
    assert client.get(f"/follow/{number}/withdraw/").status_code == 404
    assert sent(client, number).status_code == 302
    page = client.get(f"/follow/{number}/").content.decode()
    assert "有效至2027年6月30日" in page
    assert "撤回投诉" not in page  # to take it back is the principal's, where nothing else was said
    case = Case.objects.get(number=number)
    withdraw = Facts(data={"reason": "x"})
    with pytest.raises(NotPossible, match="没有写明特别授权，“撤回投诉”要由委托人本人办理"):
        perform(case, "withdraw", withdraw, by=follower([agent(number).pk]), at=desk.later())
    sent(client, number, settle="on")
    assert "撤回投诉" in client.get(f"/follow/{number}/").content.decode()
    client.post(f"/follow/{number}/withdraw/", {"reason": "已付"})
    assert Case.objects.get(number=number).step == "withdrawn"


def test_the_action_itself_refuses_an_agent_without_authorisation(desk: Desk) -> None:
    number, secret = told(Client(), teller=FOR_HIM)
    case, by = by_receipt(number, secret, at=desk.later())
    with pytest.raises(NotPossible, match="请先上传委托书"):
        perform(case, "withdraw", Facts(data={"reason": "x"}), by=by, at=desk.at)


def test_an_authorisation_ends_on_its_day(desk: Desk) -> None:
    client = Client()
    number, secret = told(client, teller=FOR_HIM)
    assert "期限已经过了" in sent(client, number, "2020-01-01").content.decode()
    sent(client, number, "2027-06-30")
    party = agent(number)
    assert may_act(party, date(2027, 6, 30))
    assert not may_act(party, date(2027, 7, 1))
    case, by = by_receipt(number, secret, at=desk.at)
    with pytest.raises(NotPossible, match="委托已经到期"):
        perform(case, "withdraw", Facts(data={"reason": "x"}), by=by, at=desk.at + timedelta(days=300))


def test_nobody_else_hands_in_an_authorisation(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller=FOR_HIM)
    party, stranger = agent(number), desk.world.actor("邱经办")
    file = store.keep(BytesIO(PDF), name="a.pdf", org_path=party.case.org_path, by=stranger, at=desk.at)
    with pytest.raises(PermissionDenied):
        authorise(party, file, until=date(2027, 1, 1), by=stranger, at=desk.at)
    assert sent(Client(), number).status_code == 404


def test_the_office_sees_as_what_he_acts_and_opens_the_authorisation(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    client = Client()
    number, _ = told(client, teller=FOR_HIM)
    office = browse("陈办案")
    assert "代理（亲属），还没有委托书" in office.get(f"/workbench/cases/{number}/").content.decode()
    sent(client, number)
    file = office.get(f"/workbench/documents/{agent(number).authorisation_id}/")
    assert b"".join(file.streaming_content) == PDF  # type: ignore[attr-defined]


def test_both_find_the_case_on_their_own_pages(desk: Desk, browse: Callable[[str], Client]) -> None:
    number, _ = told(Client(), teller=FOR_HIM | {"principal_phone": "13900001111"})
    assert number in browse("王师傅").get("/me/").content.decode()
    sister = Client()
    sister.force_login(come_in("13900005555", name="王小妹", area=desk.world.area("532622"), at=AT))
    page = sister.get("/me/").content.decode()
    assert number in page
    assert "委托书待上传" in page
    namesake = Client()
    namesake.force_login(come_in("13900006666", name="王小妹", area=desk.world.area("532622"), at=AT))
    assert number not in namesake.get("/me/").content.decode()


def test_a_witness_with_a_phone_does_not_find_the_case(desk: Desk) -> None:
    case = desk.open().case
    other = come_in("13900004444", name="证小人", area=desk.world.area("532622"), at=AT)
    told_of = case.parties.get(role="claimant")
    Party.objects.create(case=case, role="witness", worker=None, name_sealed=told_of.name_sealed)
    client = Client()
    client.force_login(other)
    assert case.number not in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"acts_for": ""}, "请填写您替谁办的姓名"),
        ({"acts_as": ""}, "请选择您和他的关系"),
        ({"anonymous": "on"}, "不能匿名"),
        ({"principal_phone": "12"}, "手机号应为11位数字"),
    ],
)
def test_what_does_not_fit_is_said(desk: Desk, changes: dict[str, str], says: str) -> None:
    page = Client().post("/report/teller/", FOR_HIM | changes).content.decode()
    assert says in page
    assert 'value="王小妹"' in page


def test_who_tells_for_himself_is_asked_for_nothing(desk: Desk) -> None:
    client = Client()
    number, _ = told(client, teller=ANSWERS["teller"])
    assert "委托书" not in client.get(f"/follow/{number}/").content.decode()


def test_who_gave_the_authorisation_takes_it_back(desk: Desk, browse: Callable[[str], Client]) -> None:
    sister = Client()
    number, _ = told(sister, teller=FOR_HIM | {"principal_phone": "13900001111"})
    sent(sister, number)
    rider = browse("王师傅")
    page = rider.get(f"/follow/{number}/").content.decode()
    assert "代我办理的人" in page
    assert "王*（亲属），委托书有效至2027年6月30日" in page.replace("</strong>", "")
    way = f"/follow/{number}/agents/{agent(number).pk}/end/"
    assert Client().post(way).status_code == 404
    assert rider.post(way).url == f"/follow/{number}/"
    assert "代我办理的人" not in rider.get(f"/follow/{number}/").content.decode()
    page = sister.get(f"/follow/{number}/").content.decode()
    assert "委托已经终止，您不再代办" in page
    for gone in ("上传委托书", "撤回投诉", "送出留言"):
        assert gone not in page
    assert sent(sister, number).status_code != 302 or not may_act(agent(number), date(2026, 12, 1))
    assert sister.get(f"/follow/{number}/withdraw/").status_code == 404
    assert Case.objects.get(number=number).step == "filed"


def test_the_agent_lays_it_down_or_the_office_notes_it(desk: Desk, browse: Callable[[str], Client]) -> None:
    sister = Client()
    number, _ = told(sister, teller=FOR_HIM)
    sister.post(f"/follow/{number}/agents/{agent(number).pk}/end/")
    assert agent(number).left_at is not None
    other, _ = told(Client(), teller=FOR_HIM)
    office, way = browse("陈办案"), f"/workbench/cases/{other}/parties/{agent(other).pk}/agency/"
    assert way in office.get(f"/workbench/cases/{other}/").content.decode()
    assert browse("杨外县").post(way).status_code in (403, 404)
    assert agent(other).left_at is None
    assert office.post(way).url == f"/workbench/cases/{other}/"
    assert agent(other).left_at is not None
    claimant = Case.objects.get(number=other).parties.get(role="claimant")
    assert office.post(f"/workbench/cases/{other}/parties/{claimant.pk}/agency/").status_code == 404
    office.post(way)  # asked twice, it is said
    assert "已经终止" in office.get(f"/workbench/cases/{other}/").content.decode()


def test_the_authorisation_is_filled_in_for_the_agent_alone(desk: Desk, browse: Callable[[str], Client]) -> None:
    sister = Client()
    number, _ = told(sister, teller=FOR_HIM | {"principal_phone": "13900001111"})
    way = f"/follow/{number}/authorisation.pdf"
    assert way in sister.get(f"/follow/{number}/").content.decode()
    words = "".join(pages(sister.get(way).content))
    for word in ("授权委托书", "委托人：王大山，电话13900001111", "受托人：王小妹", number):
        assert word in words
    assert browse("王师傅").get(way).status_code == 404
    assert Client().get(way).status_code == 404


def test_an_agent_is_told_why_he_may_not_sign_a_settlement_and_signs_in_his_own_name(desk: Desk) -> None:
    case = agreed(desk)
    secret = new_invitation_code()
    agent_row = add_party(
        case, Person(role="agent", name="卢师", acts_for=case.parties.get(role="claimant"), acts_as="lawyer"),
        receipt=secret,
    )  # fmt: skip
    client, paper = Client(), desk.paper(case, "mediation_agreement")
    client.post("/follow/", {"number": case.number, "secret": secret})
    sent(client, case.number)
    page = client.get(f"/follow/{case.number}/").content.decode()
    assert "《调解协议书》您不能代签：这份文书涉及和解" in page
    assert client.get(f"/follow/{case.number}/sign/{paper.pk}/").status_code == 404
    sent(client, case.number, settle="on")
    assert "等您代为签字" in client.get(f"/follow/{case.number}/").content.decode()
    address = f"/follow/{case.number}/sign/{paper.pk}/"
    assert "您是受托人，代王*" in client.get(address).content.decode()
    draws(client, address)
    assert PaperSignature.objects.get(paper=paper).agent == agent_row
    assert "卢师（受托人，代王大山）" in text(signed_face(paper))
