"""When and where does a case meet next (调解会、开庭、听证), as its parties are told; how is another day asked for?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case
from huxin.cases.reach import ANSWER
from huxin.cases.records import Move
from huxin.law.calendar import calendar_for
from huxin.law.periods import kind_of_day
from huxin.orgs.access import visible

CALLS = ("call_session", "set_hearing", "postpone")  # by their codes, whatever the procedure
HELD = ("hold_session", "hold_hearing", "end_hearing")
POSTPONEMENT, RULES = 3, "arbitration_rules"  # days before a hearing; 劳动争议调解仲裁法 art. 35
MOST, LONGEST = 100, timedelta(days=400)  # cases looked at; a call that is older has had its day
CALLED = {"mediation": "调解会", "arbitration": "仲裁开庭"}  # with both sides; a hearing (听证) is the firm's alone


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting that lies ahead."""

    case: Case
    title: str
    on: date
    time: str
    place: str
    away: str  # how many days
    otherwise: str  # how another day is asked for
    bring: str  # what is to be brought along


def ahead(by: Actor, *, at: datetime) -> list[Session]:
    """What lies ahead of a firm's people, in all cases of which the firm knows."""
    lately = Move.objects.filter(action__in=CALLS, state=Move.State.DONE, made_at__gte=at - LONGEST)
    rows = visible(Case, by, ANSWER).filter(closed_at=None, merged_into=None, pk__in=lately.values("case"))
    return sessions(rows.select_related("organisation").order_by("-pk")[:MOST], localtime(at).date())


def sessions(cases: Iterable[Case], today: date) -> list[Session]:
    """What lies ahead in these open cases, the nearest first: of each the newest call, unless it has been held."""
    known = {case.pk: case for case in cases if case.closed_at is None}
    moves = Move.objects.filter(case__in=known, action__in=(*CALLS, *HELD), state=Move.State.DONE)
    newest = {move.case_id: move for move in moves.order_by("pk")}
    found = (_session(known[pk], move, today) for pk, move in newest.items() if move.action in CALLS)
    return sorted((one for one in found if one), key=lambda one: (one.on, one.case.pk))


def of_claimant(case: Case, today: date) -> list[Session]:
    """The same for who brought the case."""
    return sessions([case], today) if case.procedure.partition("/")[0] in CALLED else []


def _session(case: Case, move: Move, today: date) -> Session | None:
    """None where its day is over, or the case has gone on to a step without it."""
    action, given = procedure_of(case).action(move.action), move.facts["data"]
    name, on = case.procedure.partition("/")[0], date.fromisoformat(given["held_on"])
    if on < today or case.step not in (*action.steps, action.to):
        return None
    return Session(
        case=case, title=CALLED.get(name, "听证"), on=on, time=str(given.get("time", "")), place=str(given["place"]),
        away={0: "今天", 1: "明天"}.get((on - today).days, f"还有{(on - today).days}天"),
        otherwise=_otherwise(name, case, on, today), bring=str(given.get("bring", "")),
    )  # fmt: skip


def _otherwise(name: str, case: Case, on: date, today: date) -> str:
    if name != "arbitration":
        return "不能按时参加的，请尽早写明理由和可以的时间，由承办单位决定是否改期。"
    last = calendar_for(case.area_id).add(on, -POSTPONEMENT, kind_of_day(RULES, POSTPONEMENT))
    if last < today:
        return (
            f"请求延期的期限（最晚{spoken_date(last)}）已过，确实不能到庭的请马上联系承办单位。没有正当理由不到庭的，"
            "申请人的申请可以按撤回处理，对被申请人可以缺席裁决（《劳动争议调解仲裁法》第三十六条）。"
        )
    return (
        f"有正当理由的，可以在开庭{POSTPONEMENT}日前（最晚{spoken_date(last)}）请求延期，是否延期由仲裁庭决定"
        "（《劳动争议调解仲裁法》第三十五条）。"
    )
