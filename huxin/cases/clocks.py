"""Which terms does a trigger start, stop, end or begin anew in a case, and when are they due?"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Min, Q
from django.utils.timezone import localtime

from huxin.base.errors import NotPossible
from huxin.base.workdays import MONTHS, WORKING, Calendar, Unit
from huxin.cases import signs
from huxin.cases.facts import Facts
from huxin.cases.models import Case, CaseReach, Party
from huxin.cases.procedure import NOTICED, SERVED, Action, Clock, Owes, Procedure
from huxin.cases.records import Deadline, DeadlineStop
from huxin.law.calendar import calendar_for

FAR = date(9999, 12, 31)  # where nothing is due, last in every list
LIVE = (Deadline.State.RUNNING, Deadline.State.STOPPED)


def due_day(calendar: Calendar, deadline: Deadline, stops: Iterable[tuple[date, date]]) -> date:
    """The last day of a term: its length and extension from its first day, moved on by the days it did not run.

    A term in calendar days or months that would end on a day off ends on the next working day (民法典 203).
    """
    if deadline.days is None:
        return deadline.due_on
    unit = Unit(deadline.unit)
    length = deadline.days + deadline.extended_days
    spans = _apart(stops)
    rest = sum(calendar.between(since, until) if unit is WORKING else (until - since).days for since, until in spans)
    if unit is MONTHS:
        last = calendar.add(deadline.started_on, length, unit) + timedelta(days=rest)
    else:
        last = calendar.add(deadline.started_on, length + rest, unit)
    return last if unit is WORKING else calendar.on_or_after(last)


def _apart(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days, none of them twice: a paper was public while the case was suspended anyway."""
    found: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def leave_out(case: Case, procedure: Procedure, since: date, until: date, *, reason: str) -> None:
    """The days of a public notice count for no term that stops by it; said twice, they are left out once."""
    codes = [clock.code for clock in procedure.clocks if NOTICED in clock.stops]
    for deadline in Deadline.objects.filter(case=case, clock__in=codes, state__in=LIVE):
        known = deadline.stops.filter(until=until, reason=reason).exists()
        if not known and (first := max(since, deadline.started_on)) < until:
            DeadlineStop.objects.create(deadline=deadline, since=first, until=until, reason=reason)
            reckon(deadline, calendar_for(case.area_id))
    promote(case)


def count_again(case: Case, since: date, until: date, *, reason: str) -> None:
    """The days from `since` on that were left out until this day count after all."""
    for deadline in Deadline.objects.filter(case=case, stops__until=until, stops__reason=reason).distinct():
        stops = deadline.stops.filter(until=until, reason=reason)
        stops.filter(since__gte=since).delete()
        stops.update(until=since)
        if deadline.state in LIVE:
            reckon(deadline, calendar_for(case.area_id))
    promote(case)


def trigger(
    case: Case, procedure: Procedure, codes: Iterable[str], facts: Facts, *, at: datetime, on: date | None = None,
    partly: bool = False, to: str = "",
) -> None:  # fmt: skip
    """Move every clock that one of these triggers moves; then the case's own nearest due day.

    `on` is the day of the trigger where it was another than the day of its recording (service of a paper). What
    happened only `partly` (served on one party of several) ends nothing yet; service on a party in the role `to` begins
    no term of the other side.
    """
    today = on or localtime(at).date()
    calendar = calendar_for(case.area_id)
    live: dict[str, Deadline | None] = {d.clock: d for d in Deadline.objects.filter(case=case, state__in=LIVE)}
    for clock in procedure.clocks:
        for code in codes:
            if (partly and code in clock.ends) or _is_the_others(clock, code, begins=to, ends=facts.side):
                continue
            live[clock.code] = _turn(case, clock, live.get(clock.code), code, facts, calendar, today)
        if clock.code in facts.ends and (over := live.get(clock.code)):
            _finish(over, Deadline.State.ENDED, today)
    for clock_code, days in facts.extend.items():
        _extend(procedure.clock(clock_code), live.get(clock_code), days, calendar)
    promote(case)


def _is_the_others(clock: Clock, code: str, *, begins: str, ends: str) -> bool:
    """Would a term of one side begin by service on the other, or end by a step of the other? Each side's own runs from
    its own receipt to its own step."""
    role = begins if code in (*clock.starts, *clock.restarts) else ends if code in clock.ends else ""
    if not role or clock.owed_by not in (Owes.CLAIMANT, Owes.FIRM):
        return False
    return (role == Party.Role.CLAIMANT) != (clock.owed_by == Owes.CLAIMANT)


def _turn(
    case: Case, clock: Clock, live: Deadline | None, code: str, facts: Facts, calendar: Calendar, today: date
) -> Deadline | None:
    """One clock under one trigger; the deadline that is live afterwards."""
    if live and code.startswith(SERVED) and today < live.started_on:
        return live  # written down late: what was served later counts
    if live and code in clock.restarts and (clock.limit or clock.code in facts.due):
        _finish(live, Deadline.State.REPLACED, today)
        return _begin(case, clock, facts, calendar, today)
    if live and code in clock.ends:
        _finish(live, Deadline.State.ENDED, today)
        return None
    if live and code in clock.stops and live.state == Deadline.State.RUNNING:
        DeadlineStop.objects.create(deadline=live, since=today, reason=facts.reason or "按规定中止")
        _set(live, state=Deadline.State.STOPPED)
    elif live and code in clock.resumes and live.state == Deadline.State.STOPPED:
        live.stops.filter(until=None).update(until=today)
        _set(live, state=Deadline.State.RUNNING)
        reckon(live, calendar)
    elif not live and code in clock.starts and clock.code not in facts.ends:
        return _begin(case, clock, facts, calendar, today)
    return live


def _begin(case: Case, clock: Clock, facts: Facts, calendar: Calendar, today: date) -> Deadline:
    limit = clock.limit
    given = facts.due.get(clock.code)
    if limit is None and given is None:
        raise NotPossible(f"请填写“{clock.title}”的截止日期。")
    deadline = Deadline(
        case=case,
        clock=clock.code,
        title=clock.title,
        law=limit.law if limit else "",
        unit=limit.unit if limit and not given else "",
        days=limit.days if limit and not given else None,
        owed_by=clock.owed_by,
        started_on=facts.since.get(clock.code, today),
        due_on=given or today,
        calendar_version=calendar.version,
    )
    deadline.due_on = due_day(calendar, deadline, ())
    deadline.provisional = _provisional(calendar, deadline)
    deadline.save()
    return deadline


def _provisional(calendar: Calendar, deadline: Deadline) -> bool:
    return deadline.days is not None and calendar.is_provisional(deadline.started_on, deadline.due_on)


def reckon(deadline: Deadline, calendar: Calendar) -> bool:
    """Compute the last day again from the calendar as it is; True where it moved."""
    stops = [(s, u) for s, u in deadline.stops.values_list("since", "until") if u is not None]
    before = deadline.due_on
    _set(deadline, due_on=due_day(calendar, deadline, stops), calendar_version=calendar.version)
    _set(deadline, provisional=_provisional(calendar, deadline))
    return deadline.due_on != before


def _extend(clock: Clock, live: Deadline | None, days: int, calendar: Calendar) -> None:
    most = clock.limit.extension if clock.limit else 0
    if live is None or live.days is None:
        raise NotPossible(f"“{clock.title}”现在没有在计时，不能延长。")
    if not 0 < live.extended_days + days <= most:
        raise NotPossible(f"“{clock.title}”最多共可延长{most}日，已延长{live.extended_days}日。")
    _set(live, extended_days=live.extended_days + days)
    reckon(live, calendar)


def _finish(deadline: Deadline, state: str, today: date) -> None:
    first_overdue(deadline, today)
    _set(deadline, state=state, ended_on=today)
    deadline.stops.filter(until=None).update(until=today)


def finish_all(case: Case, *, at: datetime, but: Iterable[str] = ()) -> None:
    """No term runs in a case that has come to its end, except what a party still owes, and `but` what the office has
    yet to do outside of it."""
    today = localtime(at).date()
    rows = Deadline.objects.filter(case=case, state__in=LIVE, owed_by=Owes.OFFICE).exclude(clock__in=list(but))
    for deadline in rows:
        _finish(deadline, Deadline.State.ENDED, today)
    promote(case)


def promote(case: Case) -> None:
    """Keep the nearest due day that the office owes, and whether the case is open, where lists look for them."""
    running = Q(case=case, state=Deadline.State.RUNNING, owed_by=Owes.OFFICE)
    nearest = Deadline.objects.filter(running).aggregate(day=Min("due_on"))["day"]
    days = [day for day in (nearest, case.outside_due_on if case.closed_at is None else None) if day]
    case.due_on = min(days, default=None)
    Case.objects.filter(pk=case.pk).update(due_on=case.due_on)
    CaseReach.objects.filter(case=case).update(due_on=case.due_on or FAR, open=case.closed_at is None)
    signs.keep(case)


def first_overdue(deadline: Deadline, today: date) -> bool:
    """Write the first day overdue of a term past its last day; it is never cleared. True where it was written."""
    if deadline.state != Deadline.State.RUNNING or deadline.due_on >= today:
        return False
    day = deadline.due_on + timedelta(days=1)
    written = Deadline.objects.filter(pk=deadline.pk, first_overdue_on=None).update(first_overdue_on=day)
    if written and deadline.owed_by == Owes.OFFICE:
        Case.objects.filter(pk=deadline.case_id, first_overdue_on=None).update(first_overdue_on=day)
    return bool(written)


def _set(deadline: Deadline, **changes: object) -> None:
    for name, value in changes.items():
        setattr(deadline, name, value)
    if deadline.pk:
        deadline.save(update_fields=list(changes))


def is_awaited(procedure: Procedure, action: Action, live: Iterable[Deadline]) -> bool:
    """An action that does nothing but end terms which another action begins is for the time while one of them runs
    (one that leaves a paper does more): nobody says that material is complete for which nobody has asked."""
    live = list(live)
    if (waits_for := dict(procedure.awaits).get(action.code)) is not None:
        return not waits_for or bool(set(waits_for) & {term.clock for term in live})
    ends = [clock for clock in procedure.clocks if action.code in clock.ends]
    begun_by = {code for clock in ends for code in clock.starts}
    if action.to or action.letters or not ends or not begun_by <= {one.code for one in procedure.actions}:
        return True
    return bool({clock.code for clock in ends} & {term.clock for term in live})
