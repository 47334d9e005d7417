"""Is no case lost, none moved twice and no paper issued twice, when processes die, meet, or find the disk full?"""

import http.client
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from huxin.cases import clocks
from tests.faults import scenes
from tests.faults.processes import PATIENCE, Child, Place, Tell, copied

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
TOKEN = "a" * 32  # of the form, and in the cookie


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> Iterator[Place]:
    settings.FILES = tmp_path / "files"
    with copied(tmp_path) as made:
        yield made
        for child in made.children:
            child.kill()


def post(port: int, cookie: str, address: str, body: bytes, kind: str) -> tuple[int, str]:
    """Send a form as a browser does; status, and where it leads or what it says."""
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={TOKEN}", "Content-Type": kind, "X-CSRFToken": TOKEN}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    return answer.status, answer.headers.get("Location") or text


def get(port: int, cookie: str, address: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
        return connection.getresponse().read().decode()


def port_of(child: Child) -> int:
    return int(child.word("port "))


@pytest.mark.parametrize("moment", ["in the middle of the reaction", "before the queue knows that it is done"])
def test_a_worker_killed_over_a_reaction_moves_the_case_once(moment: str, place: Place) -> None:
    number = place.run(scenes.signed)

    def doomed(tell: Tell) -> None:
        if moment.startswith("in"):
            scenes.after(clocks, "trigger", tell, "now…")
        else:
            scenes.after_reaction("complete_signed", tell, "now…")
        scenes.work()

    worker = place.start(doomed)
    worker.said("now…")
    worker.kill()
    between = place.run(partial(scenes.stands, number))
    assert between["tasks"][-1] == "RUNNING"
    assert between["moves"] == ["accept proposed" if moment.startswith("in") else "accept done"]
    assert place.run(scenes.after_a_while) == 1
    place.run(scenes.work)
    then = place.run(partial(scenes.stands, number))
    assert (then["step"], then["moves"], then["moved"], then["tasks"]) == ("investigating", ["accept done"], 1, [])
    assert len(then["papers"]) == len(set(then["papers"])), "no letter is drafted twice"
    place.run(scenes.after_a_while)
    place.run(scenes.work)
    assert place.run(partial(scenes.stands, number)) == then


def test_a_web_process_killed_over_a_move_leaves_the_case_as_it_was(place: Place) -> None:
    number, cookie = place.run(scenes.opened), place.run(scenes.logged_in)
    before = place.run(partial(scenes.stands, number))
    body = urlencode({"reason": "本人撤回", "version": before["version"]}).encode()
    send = partial(
        post, cookie=cookie, address=f"/workbench/cases/{number}/do/withdraw/", body=body,
        kind="application/x-www-form-urlencoded",
    )  # fmt: skip
    web = place.start(lambda tell: scenes.serve(tell, lambda: scenes.after(clocks, "trigger", tell, "now…")))
    port = port_of(web)
    sending = place.start(lambda tell: send(port))
    web.said("now…")
    web.kill()
    with pytest.raises(AssertionError, match=r"RemoteDisconnected|ConnectionReset|IncompleteRead|BadStatusLine"):
        sending.result()
    assert place.run(partial(scenes.stands, number)) == before
    again = place.start(scenes.serve)
    port = port_of(again)
    assert list(send(port)) == [302, f"/workbench/cases/{number}/"]
    then = place.run(partial(scenes.stands, number))
    assert (then["step"], then["moves"], then["moved"]) == ("withdrawn", ["withdraw done"], 1)
    status, said = send(port)  # sent twice by an impatient hand
    assert status == 200
    assert "刚刚被他人办理过" in said or "不能办理" in said
    assert place.run(partial(scenes.stands, number)) == then


def test_of_two_officers_at_once_the_second_is_told(place: Place) -> None:
    number = place.run(scenes.opened)
    version = place.run(partial(scenes.stands, number))["version"]
    first = place.start(partial(scenes.withdraw_slowly, number, version))
    first.said("middle…")
    second = place.start(lambda tell: (tell("begun"), scenes.withdraw(number, version))[1])
    second.said("begun")
    first.go()
    assert first.result() == ""
    assert second.result() == "这个案件刚刚被他人办理过，请查看最新情况后再提交，您填写的内容已保留。"
    then = place.run(partial(scenes.stands, number))
    assert (then["step"], then["moves"], then["moved"]) == ("withdrawn", ["withdraw done"], 1)


def test_of_two_registrars_at_once_one_issues_the_paper(place: Place) -> None:
    number = place.run(scenes.signed)
    place.run(scenes.work)
    paper = place.run(partial(scenes.letter_to_issue, number))
    both = [place.start(partial(scenes.issue, paper)) for _ in range(2)]
    for one in both:
        one.said("ready…")
    for one in both:
        one.go()
    refusals = sorted(one.result() for one in both)
    assert refusals[0] == ""
    assert refusals[1], "the second is told"
    then = place.run(partial(scenes.stands, number))
    assert (len(then["issued"]), then["issuings"]) == (1, 1)


EDGE = "----edge"


def image(size: int) -> bytes:
    """The form of evidence with a picture of so many bytes."""
    head = f"--{EDGE}\r\nContent-Disposition: form-data; name="
    texts = (f'{head}"{name}"\r\n\r\n{text}\r\n' for name, text in (("title", "聊天记录"), ("kind", "photo")))
    file = f'{head}"file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    picture = b"\x89PNG\r\n\x1a\n" + bytes(size)
    return ("".join(texts) + file).encode() + picture + f"\r\n--{EDGE}--\r\n".encode()


@pytest.mark.parametrize(
    ("size", "full", "status"),
    [(200_000, scenes.no_room_for_files, 302), (3_000_000, scenes.no_room_at_all, 507)],
    ids=["where files are kept", "where uploads wait"],
)
def test_a_file_that_finds_no_room_is_refused_in_plain_words(size: int, full: Any, status: int, place: Place) -> None:
    number, cookie = place.run(scenes.opened), place.run(scenes.logged_in)
    before, files = place.run(partial(scenes.stands, number)), place.run(scenes.kept)
    web = place.start(lambda tell: scenes.serve(tell, lambda: full(65536)))
    kind = f"multipart/form-data; boundary={EDGE}"
    answered, said = post(port_of(web), cookie, f"/workbench/cases/{number}/evidence/", image(size), kind)
    shown = get(port_of(web), cookie, said) if answered == 302 else said
    assert "服务器存储空间已满" in shown
    assert "没有保存" in shown
    assert answered in (status, 200)
    assert place.run(scenes.kept) == files
    assert place.run(partial(scenes.stands, number)) == before
