"""Is who only acts for others no worker until he says so, and does he find what he handed in?"""

from datetime import timedelta

import pytest
from django.test import Client

from huxin.cases.models import Case
from huxin.cases.records import KeptReceipt
from huxin.orgs.models import User
from huxin.orgs.personal import digest
from huxin.registry.actions.log_in import come_in, returning
from huxin.registry.models import Worker
from tests.cases.conftest import Desk
from tests.cases.conftest import desk as desk
from tests.channels.portal.test_agency import FOR_HIM
from tests.channels.portal.test_report import told
from tests.world import AT

PHONE = "13900005555"


@pytest.fixture
def sister(desk: Desk) -> Client:
    client = Client()
    client.force_login(come_in(PHONE, name="王小妹", area=desk.world.area("532622"), himself=False, at=AT))
    return client


def test_a_relative_is_no_worker_and_finds_her_case(desk: Desk, sister: Client) -> None:
    number, _ = told(sister, teller=FOR_HIM)
    assert not Worker.objects.filter(phone_digest=digest("phone", PHONE)).exists()
    assert KeptReceipt.objects.get().party == Case.objects.get(number=number).parties.get(role="agent")
    page = sister.get("/me/").content.decode()
    assert number in page
    assert "我代人办理" in page
    assert sister.get(f"/follow/{number}/").status_code == 200
    other = Client()
    other.force_login(come_in("13900006666", name="李小妹", area=desk.world.area("532622"), himself=False, at=AT))
    assert number not in other.get("/me/").content.decode()
    assert other.get(f"/follow/{number}/").status_code == 302


def test_what_is_for_workers_is_not_for_her_until_she_says_that_she_is_one(desk: Desk, sister: Client) -> None:
    for page in ("/me/slips/", "/me/vault/", "/me/shifts/", "/me/accounts/"):
        assert sister.get(page).status_code == 302, page
    assert "在这里登记" in sister.get("/me/").content.decode()
    assert sister.post("/me/worker/", {"name": "王小妹", "area": "532622"}).url == "/me/"
    mine = Worker.objects.get(phone_digest=digest("phone", PHONE))
    assert mine.user_id == int(sister.session["_auth_user_id"])
    assert sister.get("/me/slips/").status_code == 200
    assert User.objects.get(pk=mine.user_id).phone_digest == ""


def test_she_comes_back_by_her_number_for_three_months(desk: Desk, sister: Client) -> None:
    user = User.objects.get(phone_digest=digest("phone", PHONE))
    User.objects.filter(pk=user.pk).update(last_login=AT)
    assert returning(PHONE, at=AT + timedelta(days=30)) == user
    assert returning(PHONE, at=AT + timedelta(days=91)) is None
    later = AT + timedelta(days=91)
    anew = come_in(PHONE, name="王小妹", area=desk.world.area("532622"), himself=False, at=later)
    assert anew != user  # a number may have another owner: what was laid to the old account stays there
    assert User.objects.filter(phone_digest=digest("phone", PHONE)).get() == anew


def test_the_number_of_a_worker_is_not_taken_over(desk: Desk, sister: Client) -> None:
    come_in(PHONE, name="王小妹", area=desk.world.area("532622"), at=AT)
    said = sister.post("/me/worker/", {"name": "王小妹", "area": "532622"}).content.decode()
    assert "已有账号" in said
