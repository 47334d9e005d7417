"""Does every route answer every role, and nobody, as its right and the rows that one may see say?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from inspect import getclosurevars
from typing import Any

import pytest
from django.db import models
from django.test import Client

from huxin.adoption.models import PlanDraft
from huxin.base.actor import Actor
from huxin.cases.counsel import Counsel
from huxin.cases.models import Case
from huxin.cases.records import Assistance, Evidence, KeptReceipt
from huxin.channels.parts.ways import WORKBENCH, channel_of
from huxin.conference.models import Invitee, Meeting, Opinion
from huxin.config.routes import own_routes
from huxin.documents.models import Document, Paper, Receipt
from huxin.followups.models import FollowUp
from huxin.law.models import Parameter
from huxin.notices.models import Hook, Notice
from huxin.orgs.access import NOBODY, SUBJECTS, visible
from huxin.orgs.directory import invitations, memberships, stand_ins_to_end
from huxin.orgs.models import Invitation, Membership, Organisation, StandIn, User
from huxin.oversight.machines import MachineKey
from huxin.oversight.models import Delivery, Finding, OwnFile, Scan, Trial, TypedShift
from huxin.oversight.released import WageRelease
from huxin.plans.models import (
    Assignment,
    Duty,
    Extension,
    Goal,
    Plan,
    Progress,
    Seat,
    SubDuty,
    Term,
)
from huxin.plans.public import public_plans
from huxin.registry.models import AdmissionRequest, Engagement, Enterprise, PlatformClaim, Sighting, Worker
from huxin.reports.models import Report, ReportCycle
from huxin.work.filters import filters_of
from huxin.work.models import SavedFilter
from tests.house.conftest import NOW, finish, log_in, plain_words, told
from tests.house.story import Story
from tests.world import PEOPLE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]
NO_ONE = "（未登录）"
ENTRANCES = ("/account/login/", "/me/log-in/")
BY_RECEIPT = "follow/"  # pages of one reporter: to everybody else there is nothing, whatever he may do elsewhere
NAMES = (*{role: name for name, _, role, _ in reversed(PEOPLE)}.values(), "registrar", NO_ONE)  # one for each role
REACHES = ("吴主任科员", "李联络", "王文山", "覃队长", "侯院长", "冯审计", "李经办", "王师傅", NO_ONE)  # of each kind
KINDS: tuple[tuple[str, type[models.Model]], ...] = (  # the longest fitting beginning says what the number counts
    ("workbench/board/", Plan),
    ("workbench/duties/", Duty),
    ("workbench/terms/", Term),
    ("workbench/extensions/", Extension),
    ("workbench/parts/", SubDuty),
    ("workbench/progress/", Progress),
    ("workbench/assignments/", Assignment),
    ("workbench/follow-ups/", FollowUp),
    ("workbench/plans/", Plan),
    ("workbench/meetings/", Meeting),
    ("workbench/meetings/invited/", Invitee),
    ("workbench/meetings/opinions/", Opinion),
    ("workbench/notices/", Notice),
    ("workbench/notices/hooks/", Hook),
    ("workbench/papers/", Paper),
    ("workbench/receipts/", Receipt),
    ("workbench/documents/", Document),
    ("workbench/people/", User),
    ("workbench/memberships/", Membership),
    ("workbench/organisations/", Organisation),
    ("workbench/invitations/", Invitation),
    ("workbench/profile/stand-in/", StandIn),
    ("workbench/seats/", Seat),
    ("workbench/goals/", Goal),
    ("workbench/plan-drafts/", PlanDraft),
    ("workbench/reports/", Report),
    ("workbench/reports/cycles/", ReportCycle),
    ("workbench/reports/plans/", Plan),
    ("workbench/cases/", Case),
    ("workbench/case-tables/", Document),
    ("workbench/cases/filters/", SavedFilter),
    ("workbench/cases/officers/", User),
    ("workbench/assistance/", Assistance),
    ("workbench/counsel/", Counsel),
    ("workbench/law/", Parameter),
    ("workbench/enterprises/", Enterprise),
    ("workbench/tables/", Document),
    ("workbench/sightings/", Sighting),
    ("workbench/admissions/", AdmissionRequest),
    ("workbench/workers/", Worker),
    ("workbench/claims/", PlatformClaim),
    ("workbench/engagements/", Engagement),
    ("workbench/deliveries/", Delivery),
    ("workbench/scans/", Scan),
    ("workbench/trials/", Trial),
    ("workbench/wages/releases/", WageRelease),
    ("workbench/findings/", Finding),
    ("desk/firm/", Enterprise),
    ("desk/deliveries/", Delivery),
    ("desk/cases/", Case),
    ("desk/keys/", MachineKey),
    ("desk/findings/", Finding),
    ("desk/claims/", PlatformClaim),
    ("desk/documents/", Document),
    ("desk/workers/", Worker),
    ("desk/papers/", Paper),
    ("desk/receipts/", Receipt),
    ("desk/memberships/", Membership),
    ("desk/invitations/", Invitation),
    ("desk/notices/", Notice),
    ("progress/", Plan),
    (BY_RECEIPT, Case),
    ("me/receipts/", KeptReceipt),
    ("me/vault/", Evidence),
    ("me/shifts/", TypedShift),
    ("me/files/", OwnFile),
)
OTHER = {
    "pk": "0",
    "party": "0",
    "order": "1",
    "year": "2026",
    "area": "532600",
    "day": "2026-12-08",
    "month": "2026-10",
    "period": "2026-10",
    "source": "platform",
    "key": "draft",
    "index": "0",
    "box": "drafts",
    "code": "letter",
    "kind": "docx",
    "occasion": "letter",
    "item_pk": "0",
    "decision_pk": "0",
    "document_pk": "0",
    "file_pk": "0",
    "rule_pk": "0",
    "paper_pk": "0",
    "party_pk": "0",
    "number": "2026-0000-0000",
    "step": "what",
    "token": "0",
    "nth": "1",
    "receipt": "D202610-00000000",
    "calculator": "unpaid",
    "name": "complaint",
    "action": "withdraw",
    "name_pk": "0",
    "link_pk": "0",
    "assessment_pk": "0",
}


@dataclass(frozen=True)
class Route:
    """One address with the right it states, and what the number in it counts."""

    path: str
    needs: str | None
    post_only: bool
    by_key: bool
    model: type[models.Model] | None

    @property
    def by_number(self) -> bool:
        """Is the row named by its public number? Then a key in the address is that of one of its parts."""
        return "<number>" in self.path or ":number>" in self.path

    def address(self, row: object) -> str:
        """The address for this row, everything else filled in."""
        mine = ("number",) if self.by_number else ("pk", "plan_pk")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(row) if m[1] in mine else OTHER[m[1]], self.path)


def _route(pattern: str, view: Callable[..., Any]) -> Route:
    path = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern).replace("^", "").replace("$", "").replace("\\", "")
    names = set(re.findall(r"<(?:\w+:)?(\w+)>", path))
    fitting = [kind for kind in KINDS if path.startswith(kind[0])]
    model = max(fitting, key=lambda kind: len(kind[0]))[1] if names & {"pk", "plan_pk", "number"} else None
    return Route(path, view.needs, _post_only(view), getattr(view, "by_key", False), model)


def _post_only(view: Callable[..., Any]) -> bool:
    """Is it wrapped in Django's require_POST?"""
    while hasattr(view, "__wrapped__"):
        if getclosurevars(view).nonlocals.get("request_method_list") == ["POST"]:
            return True
        view = view.__wrapped__
    return False


ROUTES = [_route(path, view) for path, view in own_routes()]


@dataclass
class House:
    """The story, and everybody's browser."""

    story: Story
    clients: dict[str, Client]
    actors: dict[str, Actor]
    found: dict[tuple[object, ...], list[tuple[object, bool]]] = field(default_factory=dict)

    def seen(self, model: type[models.Model], needs: str, name: str) -> Any:
        """The rows that this person may open."""
        by = self.actors[name]
        if by is NOBODY:
            return self.public(model)
        if model is Membership:
            return memberships(by)
        if model is Invitation:
            return invitations(by)
        if model is SavedFilter:
            return filters_of(page="cases", by=by)
        if model is KeptReceipt:
            return model._default_manager.none()  # nobody in the story has laid a receipt to his account
        if model is StandIn:
            return stand_ins_to_end(by, NOW)
        found = visible(model, by)
        return found | visible(model, by, needs) if by.can(needs) else found

    def public(self, model: type[models.Model]) -> Any:
        """The rows that are open to everybody."""
        return public_plans() if model is Plan else model._default_manager.none()

    def rows(self, route: Route, name: str) -> list[tuple[object, bool]]:
        """The same for all routes on which this person is asked for such a row by such a right."""
        key = (name, route.model, route.needs, route.by_number)
        if key not in self.found:
            self.found[key] = list(self._rows(route, name))
        return self.found[key]

    def _rows(self, route: Route, name: str) -> Iterator[tuple[object, bool]]:
        """One row that this person may open and one that he may not, as far as there are."""
        if route.model is None:
            yield None, True
            return
        mine = self.public(route.model) if route.needs is None else self.seen(route.model, route.needs, name)
        for found, may in ((mine, True), (route.model._default_manager.exclude(pk__in=mine.values("pk")), False)):
            row = found.order_by("-pk").values_list("number" if route.by_number else "pk", flat=True).first()
            if row is not None:
                yield row, may


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with told(django_db_blocker, tmp_path_factory.mktemp("files"), plain_words) as story:
        clients = {name: log_in(story, name) for name in NAMES if name != NO_ONE}
        actors = {name: story.by(name, NOW) for name in clients}
        yield House(story, clients | {NO_ONE: Client(raise_request_exception=False)}, actors | {NO_ONE: NOBODY})


def wrong(house: House, route: Route, name: str) -> Iterator[str]:
    """What this route answers this person otherwise than it should."""
    for one, may in house.rows(route, name):
        address, method = route.address(one), "post" if route.post_only and not may else "get"
        answer = getattr(house.clients[name], method)(address)
        finish(answer)
        expected = _expected(route, house.actors[name], name, may)
        if answer.status_code not in expected:
            row = "his" if may else "foreign"
            yield f"{method} {address} by {name} (row {row}): {answer.status_code}, not {expected}"
        if "Content-Security-Policy" not in answer.headers:
            yield f"{method} {address} by {name}: no Content-Security-Policy"
        if route.needs and answer.status_code == 302 and (name == NO_ONE) != answer.url.startswith(ENTRANCES):
            yield f"{method} {address}: {name} is sent to {answer.url}"


def _expected(route: Route, by: Actor, name: str, may: bool) -> tuple[int, ...]:
    if route.by_key:
        return (401,)  # whoever is logged in: a machine's route knows keys alone
    if route.path.startswith("workbench/") and channel_of(by) != WORKBENCH:
        return (302,)  # to the same thing in the person's own channel
    if route.needs is not None and not by.can(route.needs):
        return (302,) if name == NO_ONE else (403,)
    if not may:
        return (302, 404) if route.path.startswith(BY_RECEIPT) else (404,)
    if route.post_only:
        return (405,)
    if "token>" in route.path:
        return (
            404,
        )  # there is no such file on its way; whose may be opened is told in tests/oversight/test_machine.py
    return (200, 302) if route.model is None else (200, 302, 403, 404)


def _is_asked(house: House, route: Route, name: str) -> bool:
    """Whoever is not logged in, those of each kind of reach with the right, and of the other roles with it two at each
    route, in turn: what a role may is reckoned in one place, and the rows it may open for all routes of a thing. Of
    those who lack the right one at each, as the refusal hangs on that alone and is spoken before the view is reached.
    """
    can = [one for one in NAMES if not route.needs or house.actors[one].can(route.needs)]
    if name not in can:
        lacking = [one for one in NAMES if one not in can and one != NO_ONE]
        return name == NO_ONE or name == lacking[len(route.path) % len(lacking)]
    others = [one for one in can if one not in REACHES]
    return name not in others or (others.index(name) - len(route.path)) % len(others) < 2


def _on_every_database(name: str) -> Any:
    """What a database may answer otherwise is how far somebody reaches; what his role allows is reckoned here."""
    return name if name in REACHES else pytest.param(name, marks=pytest.mark.drawn)


@pytest.mark.parametrize("name", [_on_every_database(name) for name in NAMES])
def test_every_route_answers_as_its_right_and_the_row_say(house: House, name: str) -> None:
    asked = [route for route in ROUTES if _is_asked(house, route, name)]
    assert [line for route in asked for line in wrong(house, route, name)] == []


def test_a_part_is_not_reached_through_a_thing_to_which_it_does_not_belong(house: House) -> None:
    office = house.clients["吴主任科员"]
    ours, theirs = Meeting.objects.get(state="feedback"), Meeting.objects.get(state="declined")
    topic, item = ours.agenda.get(), ours.minutes.items.first()
    report, other = Report.objects.filter(organisation__short_name__in=("州总工会", "砚山县政府"))
    for address in (
        f"/workbench/meetings/{theirs.pk}/agenda/{topic.pk}/",
        f"/workbench/meetings/{theirs.pk}/agenda/{topic.pk}/drop/",
        f"/workbench/meetings/{theirs.pk}/agenda/{topic.pk}/material/",
        f"/workbench/meetings/{theirs.pk}/minutes/items/{item.pk}/",
        f"/workbench/meetings/{ours.pk}/minutes/items/{item.pk + 1000}/decisions/",
        f"/workbench/reports/{report.pk}/sections/1/files/{other.pk}/remove/",
    ):
        assert office.post(address).status_code == 404, address


def test_every_kind_of_thing_is_in_the_matrix_or_has_no_page_of_its_own() -> None:
    opened = {route.model for route in ROUTES if route.model is not None}
    assert {kind.kind for kind in SUBJECTS.values() if kind.model not in opened} == {
        "minutes",
        "decision",
        "event",
        "holidayyear",
        "reporter",
        "replytext",
        "upload",
    }
