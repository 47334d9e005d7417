"""What is an intake in huxin, and what do its officers do meanwhile?"""

import random
import re
from collections.abc import Iterator

from benchmarks.intake.visitor import Visitor

NAME, SETTINGS, WSGI = "huxin", "benchmarks.intake.huxin_site", "huxin.config.wsgi:application"
BACKGROUND = ("-m", "huxin.config", "worker")  # letters, notices and drafts follow in a process of its own
_CASE = re.compile(r"/workbench/cases/([A-Z0-9]+-[0-9-]+)/")
_TEXT = "站长拖欠三个月单费，多次讨要没有结果，有接单截图和聊天记录。"
_SCREENS = {
    "what": {"whose": "complaint", "topic": "wage"},
    "where": {"area": "532622", "place": "城南站点"},
    "who": {"platform": "", "firm": "某某配送站"},
    "when": {"since": "2026-08-01", "until": "", "amount": "6400", "people": "1"},
    "story": {"story": _TEXT, "wish": "付清单费"},
    "teller": {"name": "王大山", "phone": "13900000001", "acts_as": "", "acts_for": "", "principal_phone": ""},
}


def public(visitor: Visitor) -> None:
    """Six questions, one a screen, everything once more, and the receipt."""
    visitor.get("form", "/report/")
    for name, given in _SCREENS.items():
        visitor.post("form", f"/report/{name}/", **given)
    page = visitor.post("created", "/report/send/")
    if "回执" not in page:
        raise RuntimeError("no receipt was given")


def desk(visitor: Visitor) -> None:
    """The form of the officer who takes complaints in: filled in, looked over with the office named, registered."""
    visitor.get("form", "/workbench/cases/new/")
    given = {
        "source": "visit", "procedure": "complaint/1", "topic": "wage", "title": "拖欠单费",
        "area": "532622", "firm": "某某配送站", "people": "1", "claimed": "6400", "story": _TEXT, "name": "王大山",
        "phone": "13900000001",
    }  # fmt: skip
    visitor.post("form", "/workbench/cases/new/", **given)
    page = visitor.post("created", "/workbench/cases/new/", **given, confirmed="1")
    if not _CASE.search(page):
        raise RuntimeError("no case was opened")


def officer(visitor: Visitor) -> Iterator[None]:
    """The list of the office, a case, a note; again and again."""
    dice = random.Random(visitor.browser.cookies["sessionid"])
    while True:
        topic = dice.choice(("", "wage"))
        found = _CASE.findall(visitor.get("list", f"/workbench/cases/?tab=office&topic={topic}"))
        yield
        number = dice.choice(found)
        visitor.get("one", f"/workbench/cases/{number}/")
        yield
        visitor.post("act", f"/workbench/cases/{number}/notes/", text="已联系当事人核实情况。")
        yield


def fill(cases: int, clerks: int, officers: int) -> tuple[list[str], list[str]]:
    """The demo copied until there are so many cases, and people; the sessions of clerks and of inspectors."""
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from benchmarks import million

    million.fill(cases)
    return (
        _people(clerks, "砚山县人社局", "intake_officer", "窗口科员"),
        _people(officers, "砚山县监察大队", "inspector", "监察员"),
    )


def _people(number: int, office: str, role: str, post: str) -> list[str]:
    from django.utils import timezone

    from benchmarks.process import session_of
    from huxin.demo import cast

    now = timezone.now()
    admin = cast.act_as("admin", now)
    names = [f"bench-{role}-{n}" for n in range(number)]
    for name in names:
        cast.admit((name, "经办员", office, role, post), by=admin, at=now)
    return [session_of(name).session.session_key or "" for name in names]
