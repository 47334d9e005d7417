"""Can a platform's own program hand in by the machine interface, whatever breaks on the way, and only for itself?"""

import errno
import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.orgs.models import Membership
from huxin.oversight import places
from huxin.oversight.actions import keys
from huxin.oversight.actions.delivering import set_reporter
from huxin.oversight.actions.uploading import KEPT, MOST_OPEN, MOST_PIECE, prune_uploads
from huxin.oversight.machines import MachineKey, Upload
from huxin.oversight.models import Delivery, Reporter
from tests.oversight.made import OCTOBER, PLATFORM_HR, order, table
from tests.world import AT, World

pytestmark = pytest.mark.django_db
PIECE = "application/offset+octet-stream"
GOOD = table([order(1, 2, 9), order(2, 3, 9)])


class Machine:
    """The platform's program: it knows its key and speaks the protocol."""

    def __init__(self, key: str) -> None:
        self.key, self.client = key, Client()

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str) -> Any:
        known = {"Authorization": f"Bearer {self.key}", "Tus-Resumable": "1.0.0"}
        kind = headers.pop("content_type", PIECE)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, address, body, content_type=kind, headers=known | more)

    def begin(self, data: bytes, name: str = "orders.csv", sha256: str = "", length: int = 0) -> Any:
        told = {"filename": name, "sha256": sha256 or hashlib.sha256(data).hexdigest()}
        words = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in told.items())
        return self.ask("POST", "/api/v1/uploads/", Upload_Length=str(length or len(data)), Upload_Metadata=words)

    def piece(self, address: str, offset: int, data: bytes) -> Any:
        size = str(len(data))
        return self.ask("PATCH", address, data, Upload_Offset=str(offset), Content_Length=size, Content_Type=PIECE)

    def bring(self, data: bytes, name: str = "orders.csv") -> str:
        address = self.begin(data, name)["Location"]
        assert self.piece(address, 0, data).status_code == 204
        return str(address)

    def hand_in(self, month: str = "2026-10", **parts: str | list[str]) -> Any:
        return self.ask(
            "POST",
            "/api/v1/deliveries/",
            json.dumps({"month": month, **parts}).encode(),
            content_type="application/json",
        )

    def state(self, receipt: str) -> Any:
        return self.ask("GET", f"/api/v1/deliveries/{receipt}/").json()


@pytest.fixture
def reporter(world: World, platform: str) -> Reporter:
    office = world.actor("戴州受理")
    return set_reporter(world.firm("云岭快送"), since=OCTOBER, due_day=10, on_rejects="ask", by=office, at=AT)


@pytest.fixture
def machine(world: World, reporter: Reporter) -> Machine:
    return Machine(keys.issue_key(reporter, name="每月报送", by=world.actor(PLATFORM_HR), at=AT)[1])


def test_a_month_comes_in_is_checked_and_asked_about(machine: Machine, run_reactions: Callable[[], int]) -> None:
    data = table([order(1, 2, 9), order(2, 3, 9, pay_fen=-1)])
    sent = machine.hand_in(orders=machine.bring(data))
    assert sent.status_code == 201
    receipt = sent.json()["receipt"]
    assert machine.state(receipt)["finished"] is False
    run_reactions()
    told = machine.state(receipt)
    assert (told["state"], told["rows"], told["accepted"]) == ("checked", 2, 1)
    assert told["rejected"] == {"negative_money": 1}
    assert "金额" in told["rejected_because"]["negative_money"]
    back = machine.ask("GET", told["rejected_files"][0])
    assert "金额为负" in b"".join(back.streaming_content).decode()
    [month] = machine.ask("GET", "/api/v1/deliveries/").json()["months"]
    assert (month["month"], month["receipt"], month["overdue"]) == ("2026-10", receipt, False)
    event = Event.objects.get(verb="delivery.handed_in")
    assert event.actor_name == f"{PLATFORM_HR}（密钥{machine.key[-4:]}）"


def test_what_broke_off_goes_on_where_it_stopped_and_nothing_is_doubled(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    assert machine.piece(address, 0, GOOD[:50])["Upload-Offset"] == "50"
    again = machine.begin(GOOD)  # the program was started anew and knows nothing
    assert (again["Location"], again["Upload-Offset"]) == (address, "50")
    assert machine.ask("HEAD", address)["Upload-Offset"] == "50"
    assert machine.piece(address, 50, GOOD[50:]).status_code == 204
    assert machine.piece(address, len(GOOD), b"").status_code == 204, "the last answer was lost"
    first = machine.hand_in(orders=address)
    second = machine.hand_in(orders=machine.begin(GOOD)["Location"])
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["receipt"] == second.json()["receipt"]
    assert (Delivery.objects.count(), Document.objects.filter(name="orders.csv").count()) == (1, 1)
    assert not places.upload_file(Upload.objects.get().token).exists()


def test_a_piece_that_was_written_when_the_server_died_is_not_sent_again(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    machine.piece(address, 0, GOOD[:10])
    with places.upload_file(Upload.objects.get().token).open("ab") as file:
        file.write(GOOD[10:30])  # on disk, but nobody was told
    assert machine.ask("HEAD", address)["Upload-Offset"] == "30"
    refused = machine.piece(address, 10, GOOD[10:])
    assert (refused.status_code, refused["Upload-Offset"], refused.json()["error"]) == (409, "30", "offset")
    assert machine.piece(address, 30, GOOD[30:]).status_code == 204
    assert Document.objects.get(name="orders.csv").sha256 == hashlib.sha256(GOOD).hexdigest()


def test_a_whole_file_that_was_not_kept_yet_is_kept_at_the_hand_in(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    path = places.upload_file(Upload.objects.get().token)
    path.parent.mkdir(parents=True)
    path.write_bytes(GOOD)  # killed after the last byte
    assert machine.ask("HEAD", address)["Upload-Offset"] == str(len(GOOD))
    assert machine.hand_in(orders=address).status_code == 201


def test_other_bytes_than_announced_are_not_taken(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    refused = machine.piece(address, 0, GOOD[::-1])
    assert (refused.status_code, refused.json()["error"]) == (460, "checksum")
    assert "sha256不一致" in refused.json()["message"]
    assert machine.ask("HEAD", address)["Upload-Offset"] == "0"
    assert machine.piece(address, 0, GOOD).status_code == 204


def test_too_much_is_refused_before_it_is_written(machine: Machine, settings: Any) -> None:
    address = machine.begin(GOOD)["Location"]
    assert machine.piece(address, 0, GOOD + b"x").status_code == 413
    assert machine.ask("HEAD", address)["Upload-Offset"] == "0"
    whole = machine.ask("PATCH", address, Upload_Offset="0", Content_Length=str(MOST_PIECE + 1), Content_Type=PIECE)
    assert (whole.status_code, "64MB" in whole.json()["message"]) == (413, True)
    settings.MAX_ORDERS_BYTES = 1024 * 1024
    refused = machine.begin(b"x", sha256="0" * 64, length=1024 * 1024 + 1)
    assert (refused.status_code, refused.json()["error"]) == (413, "too_large")
    assert "超过1MB" in refused.json()["message"]


def test_a_file_may_be_larger_than_other_files_of_the_house(machine: Machine, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 10
    machine.bring(GOOD)
    assert Document.objects.get(name="orders.csv").size == len(GOOD)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "filename"),
        ({"Upload_Metadata": "filename !!"}, "Base64"),
        ({"Upload_Metadata": f"filename {b64encode(b'a.csv').decode()}"}, "sha256"),
    ],
)
def test_what_is_missing_is_said(machine: Machine, headers: dict[str, str], words: str) -> None:
    answer = machine.ask("POST", "/api/v1/uploads/", Upload_Length="5", **headers)
    assert answer.status_code == 400
    assert words in answer.json()["message"]


def test_a_hand_in_that_makes_no_sense_is_answered_in_words(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    assert "还差" in machine.hand_in(orders=address).json()["message"]
    machine.piece(address, 0, GOOD)
    for given, words in (
        ({"orders": address, "month": "10月"}, "2026-10"),
        ({"orders": "nothing"}, "不存在"),
        ({"orders": "a\x00"}, "不存在"),
        ({"orders": "\ud800"}, "不存在"),
        ({}, "orders"),
        ({"orders": address, "colour": "red"}, "只有这几项"),
    ):
        answer = machine.hand_in(**given)
        assert answer.status_code == 400, given
        assert words in answer.json()["message"]
    deep = machine.ask("POST", "/api/v1/deliveries/", b"[" * 100_000, content_type="application/json")
    assert (deep.status_code, "应为JSON" in deep.json()["message"]) == (400, True)
    early = machine.hand_in(month="2026-11", orders=address)
    assert (early.status_code, "还没有结束" in early.json()["message"]) == (422, True)
    wrong = machine.ask("PATCH", address, b"", Upload_Offset="0", content_type="text/plain")
    assert wrong.status_code == 400
    assert machine.ask("POST", address).status_code == 405
    assert machine.ask("HEAD", address, Tus_Resumable="0.2.2").status_code == 412
    assert machine.ask("OPTIONS", "/api/v1/uploads/")["Tus-Extension"] == "creation,termination"


def test_a_full_disk_is_told_and_nothing_is_lost(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    address = machine.begin(GOOD)["Location"]

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr("huxin.oversight.actions.uploading.os.fsync", full)
        refused = machine.piece(address, 0, GOOD[:40])
    assert (refused.status_code, "已满" in refused.json()["message"]) == (422, True)
    at = int(machine.ask("HEAD", address)["Upload-Offset"])
    assert machine.piece(address, at, GOOD[at:]).status_code == 204


def test_classified_material_is_refused_and_gone(machine: Machine) -> None:
    data = "机密★10年\norder_id\n".encode()
    address = machine.begin(data, "orders.csv")["Location"]
    token = Upload.objects.get().token
    refused = machine.piece(address, 0, data)
    assert (refused.status_code, "涉密" in refused.json()["message"]) == (422, True)
    assert not places.upload_file(token).exists()
    assert not Upload.objects.exists()


def test_without_a_good_key_nothing_is_told(machine: Machine, world: World, reporter: Reporter) -> None:
    assert Client().get("/api/v1/deliveries/").status_code == 401
    person = Client()
    person.force_login(world.user(PLATFORM_HR))
    assert person.get("/api/v1/deliveries/").status_code == 401, "a log-in is no key"
    assert Machine("hxk_wrong").hand_in(orders="x").json()["error"] == "key"
    keys.revoke_key(MachineKey.objects.get(), by=world.actor(PLATFORM_HR), at=AT)
    refused = machine.begin(GOOD)
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert "已被吊销" in refused.json()["message"]
    with pytest.raises(NotPossible):
        keys.revoke_key(MachineKey.objects.get(), by=world.actor(PLATFORM_HR), at=AT)


def test_a_key_dies_with_the_right_of_whoever_issued_it(machine: Machine) -> None:
    Membership.objects.filter(user__name=PLATFORM_HR).update(until=AT)
    refused = machine.begin(GOOD)
    assert (refused.status_code, "随之失效" in refused.json()["message"]) == (401, True)


def test_a_key_is_kept_as_a_digest_and_its_use_is_noted(machine: Machine) -> None:
    machine.begin(GOOD)
    row = MachineKey.objects.values().get()
    assert machine.key not in str(row)
    assert row["last_used_at"] is not None
    assert machine.key not in str(list(Event.objects.values_list("data", flat=True)))


def test_another_platforms_things_are_not_there(machine: Machine, world: World, reporter: Reporter) -> None:
    address = machine.bring(GOOD)
    receipt = machine.hand_in(orders=address).json()["receipt"]
    other = world.firm("云岭快送")
    Delivery.objects.update(org_path="530000/532600/999/")
    Upload.objects.update(org_path="530000/532600/999/")
    assert machine.ask("HEAD", address).status_code == 404
    assert machine.ask("GET", f"/api/v1/deliveries/{receipt}/").status_code == 404
    assert machine.hand_in(orders=address).status_code == 400
    with pytest.raises(PermissionDenied):
        keys.issue_key(reporter, name="抢发", by=world.actor("邱经办"), at=AT)
    assert other.org_path != "530000/532600/999/"


def test_nobody_fills_the_disk_or_hammers_the_door(machine: Machine, settings: Any) -> None:
    for number in range(MOST_OPEN):
        assert machine.begin(b"x" * (number + 1)).status_code == 201
    assert "续传或删除" in machine.begin(b"y").json()["message"]
    address = machine.begin(b"x")["Location"]
    assert machine.ask("DELETE", address).status_code == 204
    assert machine.begin(b"y").status_code == 201
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"machine": "3/m/key", "machine_refused": "2/m/ip"}
    cache.clear()
    assert [machine.ask("HEAD", address).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert [Client().get("/api/v1/deliveries/").status_code for _ in range(3)] == [401, 401, 429]


def test_what_nobody_went_on_with_is_forgotten_after_a_week(machine: Machine) -> None:
    address = machine.begin(GOOD)["Location"]
    machine.piece(address, 0, GOOD[:10])
    row = Upload.objects.get()
    assert prune_uploads(at=row.changed_at + KEPT - timedelta(minutes=1)) == 0
    assert prune_uploads(at=row.changed_at + KEPT + timedelta(minutes=1)) == 1
    assert not places.upload_file(row.token).exists()
    assert machine.ask("HEAD", address).status_code == 404


def test_the_desk_issues_a_key_once_and_revokes_it(world: World, reporter: Reporter) -> None:
    desk = Client()
    desk.force_login(world.user(PLATFORM_HR))
    assert "签发新密钥" in desk.get("/desk/keys/").content.decode()
    page = desk.post("/desk/keys/", {"reporter": reporter.pk, "name": "每月报送"}).content.decode()
    row = MachineKey.objects.get()
    assert page.count(keys.PREFIX) == 1
    assert keys.PREFIX not in desk.get("/desk/keys/").content.decode()
    again = desk.post(
        "/desk/keys/", {"reporter": reporter.pk, "name": "每月报送"}
    ).content.decode()  # page loaded again
    assert f"已经签发（末四位{row.tail}）" in again
    assert desk.post(f"/desk/keys/{row.pk}/revoke/").url == "/desk/keys/"
    assert "已吊销" in desk.get("/desk/keys/").content.decode()
    assert "用途" in desk.post("/desk/keys/", {"reporter": reporter.pk, "name": "13800001234"}).content.decode()
    assert MachineKey.objects.count() == 1


def test_the_desks_page_brings_files_in_pieces_too(world: World, platform: str) -> None:
    desk, firm = Client(enforce_csrf_checks=True), world.firm("云岭快送")
    desk.force_login(world.user(PLATFORM_HR))
    page = desk.get("/desk/deliveries/new/")
    assert 'data-resumes="/desk/uploads/"' in page.content.decode()
    token = {"X-CSRFToken": page.cookies["csrftoken"].value}
    named = f"filename {b64encode('十月.csv'.encode()).decode()}"
    address = f"/desk/uploads/?enterprise={firm.pk}"
    told = {"Upload-Length": str(len(GOOD)), "Upload-Metadata": named}
    assert desk.post(address, headers=told).status_code == 403, "a form's secret token is asked for here"
    place = desk.post(address, headers=told | token)["Location"]
    for offset in range(0, len(GOOD), 100):
        piece = GOOD[offset : offset + 100]
        done = desk.generic("PATCH", place, piece, content_type="application/offset+octet-stream",
                            headers=token | {"Upload-Offset": str(offset)})  # fmt: skip
        assert done.status_code == 204
    given = {"enterprise": firm.pk, "month": "2026-10", "orders_upload": place.rstrip("/").rpartition("/")[2]}
    assert desk.post("/desk/deliveries/new/", given | {"orders_upload": "gone"}, headers=token).status_code == 200
    assert Delivery.objects.count() == 0
    assert desk.post("/desk/deliveries/new/", given, headers=token).status_code == 302
    assert Delivery.objects.get().document.name == "十月.csv"
    none = desk.post("/desk/deliveries/new/", {"enterprise": firm.pk, "month": "2026-10"}, headers=token)
    assert "请选择订单文件" in none.content.decode()
