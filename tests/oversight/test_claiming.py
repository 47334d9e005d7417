"""Does a worker get his own platform key by his phone, and can nobody take another's?"""

import csv
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.store import keep
from huxin.orgs.access import actor, visible
from huxin.orgs.models import User
from huxin.orgs.personal import matching_digest, matching_key
from huxin.oversight.actions.claiming import claim
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery
from huxin.registry.actions import claims
from huxin.registry.actions.log_in import come_in
from huxin.registry.models import PlatformClaim, PlatformWorker, Worker
from tests.oversight.made import OCTOBER, PLATFORM_HR, order
from tests.world import AT, World

pytestmark = pytest.mark.django_db
PHONE, FOREIGN = "13900007777", "13900008888"


def matching(**phones: str) -> bytes:
    """A matching file with the phones of keys."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("platform", "worker", "person", "phone"))
    rows.writerows(("云岭快送", key, f"P{key}", matching_digest(phone)) for key, phone in phones.items())
    return text.getvalue().encode()


@pytest.fixture
def delivered(world: World, deliver: Callable[..., Delivery]) -> Delivery:
    """R1 is known under PHONE, R2 under another number."""
    by, firm = world.actor(PLATFORM_HR), world.firm("云岭快送")
    data = matching(R1=PHONE, R2=FOREIGN)
    file = keep(data, name="匹配.csv", org_path=firm.org_path, by=by, at=AT)
    row = deliver([order(1, 10, 10), order(2, 10, 12, worker="R2")], matching=file)
    assert row.state == "accepted"
    return row


def worker(world: World, phone: str = PHONE, name: str = "赵小海", area: str = "532622") -> tuple[Worker, Actor]:
    user = come_in(phone, name=name, area=world.area(area), at=AT)
    return Worker.objects.get(user=user), actor(user, AT)


def ask(world: World, key: str, who: tuple[Worker, Actor]) -> PlatformClaim:
    return claim(world.firm("云岭快送"), key=key, worker=who[0], by=who[1], at=AT)


def test_by_the_phone_of_the_matching_file_the_key_is_his_at_once(world: World, delivered: Delivery) -> None:
    who = worker(world)
    row = ask(world, "R1", who)
    assert (row.state, row.by_phone) == ("confirmed", True)
    assert PlatformWorker.objects.get(key="R1").worker == who[0]
    with pytest.raises(NotPossible, match="已经是您的"):
        ask(world, "R1", who)


@pytest.mark.parametrize("key", [" r1 ", "Ｒ１"])
def test_capitals_and_width_of_a_key_do_not_matter_where_the_phone_proves_it(
    world: World, delivered: Delivery, key: str
) -> None:
    who = worker(world)
    assert ask(world, key, who).state == "confirmed"
    assert PlatformWorker.objects.get(worker=who[0]).key == "R1"


def test_what_waited_in_other_capitals_ends_when_the_phone_proves_it(
    world: World, deliver: Callable[..., Delivery]
) -> None:
    who, by, firm = worker(world), world.actor(PLATFORM_HR), world.firm("云岭快送")
    ask(world, "r1", who)
    file = keep(matching(R1=PHONE), name="匹配.csv", org_path=firm.org_path, by=by, at=AT)
    deliver([order(1, 10, 10)], matching=file)
    ask(world, "R1", who)
    assert [(one.key, one.state) for one in PlatformClaim.objects.all()] == [("R1", "confirmed")]


@pytest.mark.parametrize("key", ["R2", "R9"])
def test_another_s_key_and_one_that_is_not_there_are_answered_alike(
    world: World, delivered: Delivery, key: str
) -> None:
    who = worker(world)
    client = Client()
    client.force_login(User.objects.get(pk=who[1].user_id))
    platform = world.firm("云岭快送")
    page = client.post("/me/accounts/", {"platform": platform.pk, "key": key}, follow=True).content.decode()
    assert "由当地人力资源社会保障部门或平台核对" in page
    assert PlatformClaim.objects.get().state == "waiting"
    assert not PlatformWorker.objects.filter(key=key, worker__isnull=False).exists()


def test_a_number_that_is_told_anew_is_judged_by_the_newest_file(
    world: World, delivered: Delivery, deliver: Callable[..., Delivery]
) -> None:
    by, firm = world.actor(PLATFORM_HR), world.firm("云岭快送")
    file = keep(matching(R1=FOREIGN), name="匹配2.csv", org_path=firm.org_path, by=by, at=AT)
    assert deliver([order(3, 11, 10)], matching=file).state == "accepted"
    assert ask(world, "R1", worker(world)).state == "waiting"


def test_a_key_that_is_another_s_stays_his_whatever_is_proved_or_confirmed(world: World, delivered: Delivery) -> None:
    first = worker(world)
    ask(world, "R1", first)
    second = worker(world, PHONE, name="钱大海")  # the same number under another name
    row = ask(world, "R1", second)
    assert row.state == "waiting"
    with pytest.raises(NotPossible, match="已对应另一名劳动者"):
        claims.confirm_claim(row, by=world.actor("陈办案"), at=AT)
    row.refresh_from_db()
    assert row.state == "waiting"
    assert PlatformWorker.objects.get(key="R1").worker == first[0]


def test_tries_are_few(world: World, delivered: Delivery) -> None:
    who = worker(world)
    for n in range(claims.DAILY):
        ask(world, f"X{n}", who)
    with pytest.raises(NotPossible, match="一天最多"):
        ask(world, "R1", who)
    with pytest.raises(NotPossible, match="等待核对"):
        claim(world.firm("云岭快送"), key="X9", worker=who[0], by=who[1], at=AT + timedelta(days=2))
    assert not PlatformWorker.objects.filter(key="R1").exists()


def test_nobody_claims_for_another(world: World, delivered: Delivery) -> None:
    who, other = worker(world), worker(world, FOREIGN, name="钱大海")
    with pytest.raises(NotPossible, match="请先登录"):
        claim(world.firm("云岭快送"), key="R1", worker=who[0], by=other[1], at=AT)
    with pytest.raises(NotPossible, match="请先登录"):
        claim(world.firm("云岭快送"), key="R1", worker=world.rider, by=other[1], at=AT)


def test_the_office_of_his_county_and_the_platform_decide_nobody_else(world: World, delivered: Delivery) -> None:
    row = ask(world, "R2", worker(world))
    for name in ("杨外县", "李经办", "赵经办"):
        by = world.actor(name)
        assert not visible(PlatformClaim, by, "claim.decide").exists(), name
        with pytest.raises(PermissionDenied):
            claims.confirm_claim(row, by=by, at=AT)
    assert visible(PlatformClaim, world.actor(PLATFORM_HR)).get() == row
    with pytest.raises(PermissionDenied):
        claims.confirm_claim(row, by=actor(User.objects.get(pk=row.worker.user_id), AT), at=AT)
    claims.confirm_claim(row, by=world.actor(PLATFORM_HR), at=AT)
    assert PlatformWorker.objects.get(key="R2").worker == row.worker
    with pytest.raises(NotPossible, match="已经有人核对过"):
        claims.refuse_claim(row, reason="晚了", by=world.actor("陈办案"), at=AT)


def test_a_refusal_says_why_and_gives_nothing(world: World, delivered: Delivery) -> None:
    who = worker(world)
    row = ask(world, "R2", who)
    with pytest.raises(NotPossible, match="原因"):
        claims.refuse_claim(row, reason=" ", by=world.actor("陈办案"), at=AT)
    claims.refuse_claim(row, reason="实名资料不符", by=world.actor("陈办案"), at=AT)
    client = Client()
    client.force_login(User.objects.get(pk=who[1].user_id))
    assert "实名资料不符" in client.get("/me/accounts/").content.decode()
    assert not PlatformWorker.objects.filter(worker=who[0]).exists()


def test_both_channels_show_it_masked(world: World, delivered: Delivery, browse: Callable[[str], Client]) -> None:
    row = ask(world, "R2", worker(world))
    for client, address in ((browse("陈办案"), "/workbench/claims/"), (browse(PLATFORM_HR), "/desk/claims/")):
        assert "赵*" in client.get(address).content.decode()
        page = client.get(f"{address}{row.pk}/").content.decode()
        assert "139****7777" in page
        assert PHONE not in page
    browse("陈办案").post(f"/workbench/claims/{row.pk}/", {})
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_who_decides_is_told_whether_the_key_had_orders(
    world: World, delivered: Delivery, browse: Callable[[str], Client], run_reactions: Callable[[], int]
) -> None:
    start_scan(world.area("532600"), month=OCTOBER, rules="in-force", by=world.actor("戴州受理"), at=AT)
    run_reactions()
    who, office = worker(world), browse("陈办案")
    for key, words in (("R2", "<dd>1单</dd>"), ("r2", "请核对是否写错")):
        page = office.get(f"/workbench/claims/{ask(world, key, who).pk}/").content.decode()
        assert words in page, key


def test_a_platform_makes_the_same_digest_with_the_key_it_was_given() -> None:
    made = hmac.new(bytes.fromhex(matching_key()), PHONE.encode(), hashlib.sha256).hexdigest()
    assert made == matching_digest(PHONE)
    assert made != matching_digest(FOREIGN)
