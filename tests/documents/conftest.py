"""Who is in the small town in which papers are tested? A bureau with an office, and two addressees."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, connections

from huxin.base.actor import Actor
from huxin.documents import approval
from huxin.documents.kinds import KINDS, REVIEW, SIGN, PaperKind, Step
from huxin.documents.models import ApprovalStep
from huxin.documents.models import Paper as PaperRow
from huxin.documents.papers import draft_paper
from huxin.orgs.access import actor
from huxin.orgs.models import Area, Membership, Organisation, User
from huxin.typesetting.content import Imprint, Layout, Mark, Paper, Signature, plain

AT = datetime(2026, 6, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LETTER = PaperKind(
    "test_letter",
    "测试函",
    Layout.LETTER,
    steps=(Step(REVIEW, role="section_head"), Step(SIGN, role="unit_leader")),
    needs_number=True,
    series="test_letter",
)
REQUEST = PaperKind("test_request", "测试审批", Layout.SHEET, steps=(Step(SIGN),))


@dataclass
class Town:
    """Organisations and people by name; `by("周科长")` is that person as an actor."""

    bureau: Organisation
    office: Organisation
    police: Organisation
    county: Organisation
    users: dict[str, User] = field(default_factory=dict)

    def by(self, name: str, at: datetime = AT) -> Actor:
        return actor(self.users[name], at)

    def join(self, name: str, organisation: Organisation, role: str) -> User:
        user = User.objects.create(username=f"u{len(self.users)}", name=name, created_at=AT)
        Membership.objects.create(user=user, organisation=organisation, role=role, post="职员", since=AT)
        self.users[name] = user
        return user


def organisation(name: str, area: Area, parent: Organisation | None = None) -> Organisation:
    kind = "office" if parent else "bureau"
    made = Organisation.objects.create(name=name, short_name=name, kind=kind, area=area, parent=parent, path=name)
    made.path = f"{parent.path if parent else area.path}{made.pk}/"
    made.save()
    return made


def build_town() -> Town:
    area, _ = Area.objects.get_or_create(
        code="990000", defaults={"name": "测试州", "short_name": "测试", "path": "990000/"}
    )
    below, _ = Area.objects.get_or_create(
        code="990022", defaults={"name": "测试县", "short_name": "测试县", "path": "990000/990022/", "parent": area}
    )
    bureau = organisation("测试州人社局", area)
    town = Town(
        bureau,
        organisation("劳动关系科", area, bureau),
        organisation("测试州公安局", area),
        organisation("测试县政府", below),
    )
    for name, place, role in (
        ("陈拟稿", town.office, "clerk"),
        ("周科长", town.office, "section_head"),
        ("吴局长", town.bureau, "unit_leader"),
        ("郑文书", town.bureau, "registrar"),
        ("冯联络", town.police, "liaison"),
        ("卫局长", town.police, "unit_leader"),
        ("蒋县办", town.county, "county_liaison"),
        ("沈主任", town.bureau, "conference_office"),
    ):
        town.join(name, place, role)
    return town


@pytest.fixture
def town(db: None, kinds: None, files: None) -> Town:
    return build_town()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (LETTER, REQUEST):
        monkeypatch.setitem(KINDS, kind.code, kind)


def tree(*texts: str, title: str = "关于测试的函") -> Paper:
    return Paper(
        layout=Layout.LETTER,
        title=title,
        mark=Mark(("测试州人力资源和社会保障局",)),
        blocks=tuple(plain(text) for text in texts or ("请按时报送。",)),
        signature=Signature(("测试州人力资源和社会保障局",), seal=True),
        imprint=Imprint(),
    )


def request_tree() -> Paper:
    return Paper(layout=Layout.SHEET, title="延期申请", blocks=(plain("申请延期。"),))


Drafting = Callable[..., PaperRow]


def draft_letter(town: Town, **changes: object) -> PaperRow:
    """A letter of the bureau, drafted in its office, to the police and a copy to the county."""
    given = {
        "subject": None,
        "organisation": town.bureau,
        "office": town.office,
        "tree": tree(),
        "title": "关于测试的函",
        "to": (town.police,),
        "cc": (town.county,),
        "by": town.by("陈拟稿"),
        "at": AT,
    } | changes
    return draft_paper(given.pop("kind", LETTER), **given)


def signed_letter(town: Town, **changes: object) -> PaperRow:
    """The same after its whole way to the signature."""
    return sign(town, draft_letter(town, **changes))


def sign(town: Town, paper: PaperRow) -> PaperRow:
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    agree(paper, town.by("周科长"))
    agree(paper, town.by("吴局长"), 2)
    return paper


def waiting(paper: PaperRow) -> ApprovalStep:
    return paper.steps.filter(state="waiting").order_by("pk").first()


def agree(paper: PaperRow, who: Actor, minutes: int = 1) -> None:
    step = waiting(paper)
    approval.decide(step, opinion="agree", reason="", by=who, at=AT + timedelta(minutes=minutes))
    paper.refresh_from_db()


@pytest.fixture
def draft(town: Town) -> Drafting:
    return partial(draft_letter, town)


@pytest.fixture
def signed(town: Town) -> Drafting:
    return partial(signed_letter, town)


@pytest.fixture
def racing_town(many_connections: None, kinds: None, files: None) -> Town:
    """The town in a database in which several connections really write at once."""
    return build_town()


@pytest.fixture
def many_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite's test database lies in memory, where connections block each other: copy it into a file for the test."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = tmp_path / "race.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(count: int, act: Callable[[int], object]) -> list[Exception | None]:
    """Run `act(0)`, `act(1)` … in threads that start together, each on its own connection; how each ended."""
    gate = threading.Barrier(count)
    ended: list[Exception | None] = [None] * count

    def run(place: int) -> None:
        gate.wait()
        try:
            act(place)
        except Exception as error:
            ended[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
