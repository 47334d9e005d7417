"""Does who logs in by his phone get one short message of what waits for him, by day, and nothing of its content?"""

import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from huxin.base.errors import NotPossible
from huxin.notices.models import Notice
from huxin.notices.send import send_texts
from huxin.notices.sms import INBOX
from huxin.notices.telling import tell
from huxin.orgs.models import User
from huxin.registry.models import Worker
from huxin.registry.personal import read_person, sealed
from tests.notices.conftest import Crier
from tests.world import AT, RIDER, World

OTHER = "13900002222"
NIGHT = AT.replace(hour=23)


def inbox() -> list[dict[str, str]]:
    path = settings.DATA / INBOX
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.fixture(autouse=True)
def _own_inbox(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path


def test_one_message_for_all_that_waits_without_its_words(world: World, crier: Crier) -> None:
    crier.happen("claim.confirmed", world.rider)
    crier.happen("claim.refused", world.rider)
    assert crier.told("claim.decided") == {"王师傅"}
    assert send_texts(at=AT) == 1
    [message] = inbox()
    assert message["to"] == "139****1111"
    assert message["text"].startswith("【护新】您认领的平台账号有了结果，请用手机号登录查看")
    assert send_texts(at=AT + timedelta(minutes=1)) == 0


def test_at_night_no_phone_rings(world: World, crier: Crier) -> None:
    crier.happen("claim.confirmed", world.rider)
    assert send_texts(at=NIGHT) == 0
    assert not inbox()
    assert send_texts(at=AT + timedelta(days=1)) == 1


def test_what_officials_are_told_never_goes_to_a_phone(world: World, crier: Crier) -> None:
    tell("person.role", {world.user("陈办案").pk}, None, text="角色有变动", once="1", org_path="", at=AT)
    assert crier.told("person.role") == {"陈办案"}
    assert send_texts(at=AT) == 0


def test_a_number_that_the_gateway_refuses_holds_up_nobody_else(
    world: World, crier: Crier, monkeypatch: pytest.MonkeyPatch
) -> None:
    rider = world.rider
    other = User.objects.create(username="another rider", name="李师傅", created_at=AT)
    details = sealed(read_person(name="李小川", identity="", phone=OTHER))
    Worker.objects.create(
        user=other, area=rider.area, org_path=rider.org_path, source="typed", registered_at=AT, **details
    )
    told = []

    def send(phone: str, text: str, *, at: datetime) -> None:
        if phone == RIDER["phone"]:
            raise NotPossible("短信没有发出去")
        told.append(phone)

    monkeypatch.setattr("huxin.notices.send.send_sms", send)
    for once, person in enumerate((rider.user_id, other.pk)):
        tell("claim.decided", {person}, None, text="一", once=str(once), org_path="", at=AT, theirs=True)
    for minute in range(2):
        send_texts(at=AT + timedelta(minutes=minute))
    assert told == [OTHER]
    assert dict(Notice.objects.values_list("user", "sms")) == {rider.user_id: "now", other.pk: "sent"}


def test_a_gateway_that_fails_is_asked_again_until_it_is_too_late(
    world: World, crier: Crier, settings: object
) -> None:  # fmt: skip
    crier.happen("claim.confirmed", world.rider)
    settings.SMS_URL = "http://127.0.0.1:9/"  # type: ignore[attr-defined]
    assert send_texts(at=AT) == 0
    assert Notice.objects.get().sms == "now"
    assert send_texts(at=AT + timedelta(days=4)) == 0
    assert Notice.objects.get().sms == "failed"
