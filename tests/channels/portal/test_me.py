"""Does a worker see his own cases on his page, the receipts he lays to it, and never another's?"""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.cases.actions.talking import tell
from huxin.cases.models import Case
from huxin.cases.people import reveal
from huxin.cases.records import KeptReceipt
from huxin.journal.models import Event
from huxin.registry.actions.log_in import come_in
from tests.cases.conftest import Desk
from tests.cases.conftest import desk as desk
from tests.channels.portal.test_report import ANSWERS, told
from tests.world import AT


def stranger(desk: Desk) -> Client:
    client = Client()
    client.force_login(come_in("13900007777", name="赵小海", area=desk.world.area("532622"), at=AT))
    return client


def page(client: Client) -> str:
    return client.get("/me/").content.decode()


def test_what_he_told_with_his_phone_stands_there_with_what_comes_next(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    number, _ = told(Client())
    case = Case.objects.get(number=number)
    tell(case, text="请补充工资条", by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    mine = page(browse("王师傅"))
    assert number in mine
    assert "已收到，正在审查是否受理" in mine
    assert "请补充工资条" in mine
    assert number not in page(stranger(desk))


def test_his_name_and_number_are_filled_in_already(desk: Desk, browse: Callable[[str], Client]) -> None:
    screen = browse("王师傅").get("/report/teller/").content.decode()
    assert 'value="王大山"' in screen
    assert 'value="13900001111"' in screen


def test_a_receipt_is_laid_to_the_account_and_officers_learn_nothing(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    number, secret = told(Client(), teller={"anonymous": "on"})
    case, rider = Case.objects.get(number=number), browse("王师傅")
    before = Event.objects.filter(subjects__kind="case", subjects__subject_id=case.pk).count()
    assert "不对" in rider.post("/me/receipts/", {"number": number, "secret": "2222-2222-2222"}).content.decode()
    rider.post("/me/receipts/", {"number": number, "secret": secret})
    assert number in page(rider)
    assert rider.get(f"/follow/{number}/").status_code == 200
    assert Event.objects.filter(subjects__kind="case", subjects__subject_id=case.pk).count() == before
    assert case.parties.filter(worker__isnull=False).count() == 0


def test_what_he_writes_in_a_nameless_case_does_not_lead_to_his_account(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    rider = browse("王师傅")
    number, _ = told(rider, teller={"anonymous": "on"})
    case = Case.objects.get(number=number)
    rider.post(f"/follow/{number}/write/", {"text": "补充"})
    assert case.notes.get().user_id is None
    events = Event.objects.filter(subjects__kind="case", subjects__subject_id=case.pk)
    assert {event.actor_id for event in events} == {None}


def test_a_receipt_is_taken_out_by_its_owner_alone(desk: Desk, browse: Callable[[str], Client]) -> None:
    number, secret = told(Client(), teller={"anonymous": "on"})
    rider, other = browse("王师傅"), stranger(desk)
    rider.post("/me/receipts/", {"number": number, "secret": secret})
    assert number in page(rider)
    receipt = KeptReceipt.objects.get()
    assert other.post(f"/me/receipts/{receipt.pk}/drop/").status_code == 404
    rider.post(f"/me/receipts/{receipt.pk}/drop/")
    assert number not in page(rider)
    assert rider.get(f"/follow/{number}/").status_code == 302


def test_he_reads_who_looked_at_his_data_and_what_for(desk: Desk, browse: Callable[[str], Client]) -> None:
    number, _ = told(Client())
    rider = browse("王师傅")
    assert "还没有人看过" in page(rider)
    party = Case.objects.get(number=number).parties.get(role="claimant")
    reveal(party, purpose="contact", by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    assert "查看当事人完整信息，用途：联系当事人" in page(rider)
    assert "查看当事人完整信息" not in page(stranger(desk))


def test_more_cases_ask_the_database_no_more_often(desk: Desk, browse: Callable[[str], Client]) -> None:
    rider, counts = browse("王师傅"), []
    for _ in range(3):
        told(Client())
        with CaptureQueriesContext(connection) as asked:
            page(rider)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_officers_and_firms_have_no_such_page(desk: Desk, browse: Callable[[str], Client]) -> None:
    for name in ("陈办案", "李经办"):
        assert browse(name).get("/me/").status_code == 403


def test_the_answers_of_the_screens_are_those_of_the_report_tests() -> None:
    assert set(ANSWERS) == {"what", "where", "who", "when", "story", "teller"}
