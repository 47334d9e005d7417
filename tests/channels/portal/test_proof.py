"""Are the pieces of a worker's vault offered wherever a form of the portal takes evidence, and nobody else's?"""

from collections.abc import Callable
from io import BytesIO

from django.test import Client

from huxin.cases.actions.desk import assign
from huxin.cases.actions.moving import perform
from huxin.cases.facts import Facts
from huxin.cases.models import Case
from huxin.cases.records import Evidence
from tests.cases.conftest import PDF, Desk
from tests.cases.conftest import desk as desk
from tests.channels.portal.test_agency import FOR_HIM
from tests.channels.portal.test_report import told


def kept(client: Client, title: str) -> Evidence:
    file = BytesIO(PDF)
    file.name = "证.pdf"
    client.post("/me/vault/", {"title": title, "files": file})
    return Evidence.objects.get(title=title)


def asked_for_more(desk: Desk, number: str) -> Case:
    case = Case.objects.get(number=number)
    assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    case.refresh_from_db()
    facts = Facts(data={"needed": "截图"}, reason="等待补充材料", due={"supplement": desk.at.date()})
    perform(case, "ask_supplement", facts, by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    return case


def test_what_is_asked_for_comes_from_the_vault_and_as_a_file(desk: Desk, browse: Callable[[str], Client]) -> None:
    rider = browse("王师傅")
    number, _ = told(rider)
    case, piece, other = asked_for_more(desk, number), kept(rider, "截图一"), kept(rider, "不交的")
    page = rider.get(f"/follow/{number}/supplement/").content.decode()
    assert "截图一" in page
    file = BytesIO(PDF)
    file.name = "补充.pdf"
    assert rider.post(f"/follow/{number}/supplement/", {"pieces": [piece.pk], "files": file}).status_code == 302
    case.refresh_from_db()
    assert case.step == "filed"
    assert set(Evidence.objects.filter(case=case).values_list("title", flat=True)) == {"截图一", "补充.pdf"}
    other.refresh_from_db()
    assert other.case is None


def test_a_piece_that_is_not_his_stops_the_whole_action(desk: Desk, browse: Callable[[str], Client]) -> None:
    rider = browse("王师傅")
    number, _ = told(rider)
    case = asked_for_more(desk, number)
    kept(rider, "截图一")
    assert rider.post(f"/follow/{number}/supplement/", {"pieces": [99_999]}).status_code == 200
    case.refresh_from_db()
    assert case.step == "supplementing"


def test_by_receipt_no_vault_is_offered_but_files_are_taken(desk: Desk, browse: Callable[[str], Client]) -> None:
    kept(browse("王师傅"), "截图一")
    client = Client()
    number, _ = told(client)
    asked_for_more(desk, number)
    page = client.get(f"/follow/{number}/supplement/").content.decode()
    assert "截图一" not in page
    assert 'name="files"' in page


def test_an_authorisation_may_lie_in_the_vault(desk: Desk, browse: Callable[[str], Client]) -> None:
    rider = browse("王师傅")
    piece = kept(rider, "委托书原件")
    number, _ = told(rider, teller=FOR_HIM | {"acts_for": "李大海"})
    assert "委托书原件" in rider.get(f"/follow/{number}/").content.decode()
    nothing = rider.post(f"/follow/{number}/authorise/", {"until": "2027-06-30"})
    assert "请上传委托书" in nothing.content.decode()
    assert rider.post(f"/follow/{number}/authorise/", {"piece": piece.pk, "until": "2027-06-30"}).status_code == 302
    party = Case.objects.get(number=number).parties.get(role="agent")
    assert party.authorisation is not None
    assert party.authorisation.sha256 == piece.document.sha256


def test_who_asks_for_a_lawyer_finds_that_case_and_signs_there(desk: Desk) -> None:
    client = Client()
    number, _ = told(client)
    asks = f"/follow/{number}/legal_aid/"
    assert client.post(asks, {"consented": "on"}).status_code == 302
    desk.run()
    born = desk.born_of(Case.objects.get(number=number), "legal_aid/1")
    assert f"/follow/{born.number}/" in client.get(f"/follow/{number}/").content.decode()
    there = client.get(f"/follow/{born.number}/").content.decode()
    assert "等您签字" in there
    assert f"/follow/{number}/" in there
    again = client.post(asks, {"consented": "on"}, follow=True).content.decode()
    assert "“申请法律援助”已经办过" in again
    assert born.number in again
