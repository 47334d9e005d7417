"""Why was it too long: a day, a week, a month's overtime, a stretch without a break?"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from huxin.law.catalogue import Counts
from huxin.law.parameters import MissingParameter
from huxin.law.standards import hours, rest
from huxin.law.standards.rest import ClockRule, Reset, Stretch
from huxin.law.standards.spans import Span
from huxin.law.standards.steps import Step, stated
from huxin.law.units import Unit
from huxin.oversight.scan.days import day_of, monday, number
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import OrderRow
from huxin.oversight.scan.tally import Gone, JobDay, Piece, Tally
from huxin.oversight.scan.why import Why, brief, grounded, summed

_FOREVER = 1 << 40  # longer than any data: nothing is parted


def daily(tally: Tally) -> Why:
    """Working time of a day against its limit with overtime."""
    day = tally.day(tally.finding.first_day)
    worked = day.working_time()
    answer = hours.daily_limit(worked.value, day.law)
    more = day.law.get("overtime.daily")
    limit = day.law["working_time.daily"].value + (more.value if more else 0)
    return Why(grounded(answer, worked), worked.value, limit, None, day.longest[1], day.law)


def weekly(tally: Tally) -> Why:
    """Working time of a week against its limit."""
    days = tally.week()
    norm, law = tally.law_of(days)
    worked = summed("一周工作时间", Unit.SECONDS, (brief(day.working_time()) for day in days))
    answer = hours.weekly_limit(worked.value, law)
    return Why(grounded(answer, worked), worked.value, law["working_time.weekly"].value, None, norm, law)


def rest_day(tally: Tally) -> Why:
    """Days off of a week."""
    days = tally.week()
    norm, law = tally.law_of(days)
    worked = [day for day in days if day.time_s]
    answer = hours.rest_days([day_of(day.day) for day in worked], tally.finding.first_day, law)
    parts = tuple(_on(day) for day in worked)
    free = replace(answer.steps[0], rows=(), parts=parts)
    return Why(grounded(answer, free), answer.value, law["rest_day.weekly"].value, None, norm, law)


def _on(day: JobDay) -> Step:
    return Step(what=f"{day.words}工作", value=day.time_s, unit=Unit.SECONDS, rows=day.rows())


def part_time(tally: Tally) -> Why:
    """Working time of a week against what part-time work may be."""
    days = tally.week()
    norm, law = tally.law_of(days)
    times = {day_of(day.day): day.working_time() for day in days}
    on = [day_of(day.day) for day in days if day.time_s]
    answer = hours.part_time({day: step.value for day, step in times.items()}, law, on=on)
    limit = min(law["part_time.weekly"].value, law["part_time.daily"].value * len(on))
    worked = summed("一周工作时间", Unit.SECONDS, map(brief, times.values()))
    return Why(grounded(answer, worked), worked.value, limit, None, norm, law)


def overtime(tally: Tally) -> Why:
    """Overtime of a month against its limit."""
    days = tally.month()
    norm, law = tally.law_of(days)
    kinds = by_kind(tally, days)
    worked = summed("当月加班时间（不含法定节假日）", Unit.SECONDS, (kinds["workday"], kinds["rest_day"]))
    answer = hours.monthly_overtime(worked.value, law)
    return Why(grounded(answer, worked), worked.value, law["overtime.monthly"].value, None, norm, law)


def by_kind(tally: Tally, days: list[JobDay]) -> dict[str, Step]:
    """The overtime of days: beyond the hours of ordinary days, on rest days that were taken, on statutory holidays."""
    parts: dict[str, list[Step]] = {"workday": [], "rest_day": [], "holiday": []}
    full = _weeks_without_rest(tally)
    for day in days:
        worked = brief(day.working_time())
        if day.day in tally.holidays:
            parts["holiday"].append(worked)
        elif day.day == monday(day.day) + 6 and monday(day.day) in full and day.law.get("overtime.rate.rest_day"):
            parts["rest_day"].append(worked)
        elif (limit := day.law.get("working_time.daily")) and worked.value > limit.value:
            parts["workday"].append(
                Step(
                    what=f"{day.words}超过每日标准的时间",
                    value=worked.value - limit.value,
                    unit=Unit.SECONDS,
                    parts=(worked, stated(limit)),
                )
            )
    names = {"workday": "工作日延长的时间", "rest_day": "七天都工作的一周的周日", "holiday": "法定节假日的工作时间"}
    return {kind: summed(names[kind], Unit.SECONDS, found) for kind, found in parts.items()}


def _weeks_without_rest(tally: Tally) -> set[int]:
    """The Mondays of weeks in which something was worked on all seven days."""
    worked = [monday(day.day) for day in tally.days() if day.time_s]
    return {first for first in worked if worked.count(first) == 7}


def stretch(tally: Tally) -> Why:
    """The stretch of a clock that began as the finding says."""
    finding = tally.finding
    law = tally.law(finding.norm, number(finding.first_day))
    rule = next((one for one in rest.clocks(law) if finding.rule == f"clock.{one.code}"), None)
    if rule is None:
        raise MissingParameter(f"{finding.rule}.limit", law)
    counted, norm = _CLOCKS.get(rule.reset, _since)(tally, rule)
    answer = rest.held_against(rule, [counted])
    steps = replace(answer.steps[0], parts=_shares(tally, rule, counted))
    return Why(grounded(answer, steps), counted.counted_s, rule.limit.value, None, norm, law)


def _shares(tally: Tally, rule: ClockRule, counted: Stretch) -> tuple[Step, ...]:
    """When each order of a stretch was in hand."""
    rows = set(counted.rows)
    return tuple(
        Step(what="在手的订单", value=span.length, unit=Unit.SECONDS, rows=(span.row,))
        for _, span in _spans(tally, rule)
        if span.row in rows
    )


def _begun(tally: Tally, rule: ClockRule) -> list[tuple[OrderRow, int, int]]:
    """From when to when the clock counts each of the person's orders, on every platform, in order of time."""
    found = []
    for order in tally.orders:
        picked = order.picked_up_s if rule.counts is Counts.BILLED else None
        begin = order.accepted_s if picked is None else picked
        if order.stop_s is not None and order.stop_s > begin:
            found.append((order, begin, order.stop_s))
    return sorted(found, key=lambda one: (one[1], one[2], one[0].post))


def _spans(tally: Tally, rule: ClockRule) -> list[tuple[OrderRow, Span]]:
    return [(order, tally.local(begin, stop, order.key)) for order, begin, stop in _begun(tally, rule)]


def _since(tally: Tally, rule: ClockRule) -> tuple[Stretch, Norm]:
    """The stretch that began at the finding's moment, and whose order began it."""
    spans = _spans(tally, rule)
    start = (tally.finding.start_s or 0) + tally.zone_s
    found = rest.stretches_by(rule, [span for _, span in spans])
    for order, span in spans:
        if span.start == start and (counted := [one for one in found if one.start == start]):
            return counted[0], order.norm
    raise Gone


def _day(tally: Tally, rule: ClockRule) -> tuple[Stretch, Norm]:
    """All that was in hand on the finding's day, and the norm of the post with most of it."""
    day = number(tally.finding.first_day)
    there = [piece for piece in tally.cut(_begun(tally, rule)) if piece.day == day and _length(piece)]
    if not there:
        raise Gone
    posts: dict[int, int] = {}
    for piece in there:
        posts[piece.order.post] = posts.get(piece.order.post, 0) + _length(piece)
    most = min(posts, key=lambda post: (-posts[post], post))
    whole = rest.stretches([span for piece in there for span in piece.spans], _FOREVER, elapsed=False)[0]
    return whole, next(piece.order.norm for piece in there if piece.order.post == most)


def _length(piece: Piece) -> int:
    return sum(span.length for span in piece.spans)


def _fullest(tally: Tally, rule: ClockRule) -> tuple[Stretch, Norm]:
    """The fullest 24 hours; they bind where an order that begins or ends them has the clock."""
    found = rest.stretches_by(rule, [span for _, span in _spans(tally, rule)])
    if not found:
        raise Gone
    return found[0], tally.finding.norm


_CLOCKS: Mapping[Reset, Callable[[Tally, ClockRule], tuple[Stretch, Norm]]] = {
    Reset.DAY: _day,
    Reset.ROLLING_DAY: _fullest,
}
