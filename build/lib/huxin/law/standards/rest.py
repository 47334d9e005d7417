"""Did somebody work on too long without a rest, by the clock of his trade?"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum

from huxin.law.catalogue import CLOCKS, COUNTS, Counts
from huxin.law.parameters import Law, MissingParameter, Parameter
from huxin.law.standards.spans import DAY_S, Span, by_day, measure, union, within
from huxin.law.standards.steps import Answer, Step, judged, stated
from huxin.law.units import Unit, duration


class Reset(IntEnum):
    """How a clock goes back to zero (the choices of clock.*.reset)."""

    ELAPSED = 1  # by one break of full length; shorter breaks count as work
    ACCUMULATED = 2  # by one break of full length; shorter breaks are not counted
    DAY = 3  # at midnight
    ROLLING_DAY = 4  # never: the sum of any 24 hours counts


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A rule on continuous work as the law sets it for a trade on a day."""

    code: str
    title: str
    counts: Counts
    reset: Reset
    limit: Parameter  # seconds
    pause: Parameter | None  # seconds of the break that resets; None where the clock needs none
    action: Parameter | None
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work that a clock counts in one: from when to when, how much of it was work, of which rows."""

    start: int
    end: int
    worked_s: int
    counted_s: int
    rows: tuple[str, ...]


def clocks(law: Law) -> tuple[ClockRule, ...]:
    """The rules on continuous work that apply; one whose figures are incomplete is left to `incomplete`."""
    return tuple(rule for code in CLOCKS if isinstance(rule := _clock(code, law), ClockRule))


def incomplete(law: Law) -> tuple[MissingParameter, ...]:
    """What is still to be entered for rules that have a limit but lack another figure."""
    return tuple(gap for code in CLOCKS if isinstance(gap := _clock(code, law), MissingParameter))


def _clock(code: str, law: Law) -> ClockRule | MissingParameter | None:
    limit = law.get(f"clock.{code}.limit")
    if limit is None:
        return None
    try:
        counts, reset = law[f"clock.{code}.counts"], law[f"clock.{code}.reset"]
        pause = law[f"clock.{code}.break"] if reset.value in (Reset.ELAPSED, Reset.ACCUMULATED) else None
    except MissingParameter as gap:
        return gap
    action = law.get(f"clock.{code}.action")
    used = tuple(one for one in (counts, limit, pause, reset, action) if one)
    return ClockRule(code, CLOCKS[code], COUNTS[counts.value], Reset(reset.value), limit, pause, action, used)


def stretches(spans: Iterable[Span], pause_s: int, *, elapsed: bool = True) -> list[Stretch]:
    """The spans gathered into stretches, parted where nothing was done for `pause_s` seconds or more.

    `counted_s` is the time from first to last where `elapsed`, else the time worked.
    """
    found: list[Stretch] = []
    group: list[Span] = []
    reached = 0
    for span in sorted(span for span in spans if span.length):
        if group and span.start - reached >= pause_s:
            found.append(_stretch(group, elapsed))
            group = []
        reached = max(reached, span.end) if group else span.end
        group.append(span)
    return [*found, _stretch(group, elapsed)] if group else found


def _stretch(group: list[Span], elapsed: bool) -> Stretch:
    start, end, worked = group[0].start, max(span.end for span in group), measure(group)
    rows = tuple(dict.fromkeys(span.row for span in group))
    return Stretch(start, end, worked, end - start if elapsed else worked, rows)


def stretches_by(rule: ClockRule, spans: Collection[Span]) -> list[Stretch]:
    """The stretches as the rule's clock counts them; of the rolling clock only the fullest 24 hours."""
    if rule.reset is Reset.DAY:
        return [_stretch(day, elapsed=False) for day in by_day(spans).values()]
    if rule.reset is Reset.ROLLING_DAY:
        fullest = fullest_window(spans, DAY_S)
        return [fullest] if fullest else []
    if rule.pause is None:
        raise ValueError(f"clock {rule.code} has no break")
    return stretches(spans, rule.pause.value, elapsed=rule.reset is Reset.ELAPSED)


def fullest_window(spans: Collection[Span], width_s: int) -> Stretch | None:
    """The window of this width with the most work in it, the earliest of several; None where nothing was done.

    The most is always reached by a window that begins with the beginning of a span or ends with the end of one.
    """
    joined = union(spans)
    best: tuple[int, int] | None = None
    for starts_at_start in (True, False):
        inside: deque[Span] = deque()
        worked, ahead = 0, 0
        for begin in (span.start if starts_at_start else span.end - width_s for span in joined):
            while ahead < len(joined) and joined[ahead].start < begin + width_s:
                inside.append(joined[ahead])
                worked += joined[ahead].length
                ahead += 1
            while inside and inside[0].end <= begin:
                worked -= inside.popleft().length
            early = max(0, begin - inside[0].start) if inside else 0
            late = max(0, inside[-1].end - begin - width_s) if inside else 0
            if best is None or (early + late - worked, begin) < best:
                best = (early + late - worked, begin)
    if best is None:
        return None
    rows = tuple(dict.fromkeys(span.row for span in within(sorted(spans), best[1], best[1] + width_s) if span.length))
    return Stretch(best[1], best[1] + width_s, -best[0], -best[0], rows)


def continuous(spans: Collection[Span], rule: ClockRule) -> Answer:
    """Did any stretch pass the rule's limit? Value: seconds of the longest one. `spans` are what the clock counts."""
    return held_against(rule, stretches_by(rule, spans))


def held_against(rule: ClockRule, counted: Iterable[Stretch]) -> Answer:
    """The same of stretches that were counted already."""
    found = sorted(counted, key=lambda one: (-one.counted_s, one.start))
    longest = found[0].counted_s if found else 0
    over = [one for one in found if one.counted_s > rule.limit.value]
    said = f"{rule.title}最长{duration(longest)}，" + (
        f"超过{rule.limit.words}（{len(over)}次）。" if over else f"没有超过{rule.limit.words}。"
    )
    steps = tuple(
        Step(what=f"{rule.title}{_clock_time(one)}", value=one.counted_s, unit=Unit.SECONDS, rows=one.rows)
        for one in (over or found[:1])
    )
    return Answer(
        what=f"{rule.title}时长", verdict=judged(not over, rule.limit), value=longest, unit=Unit.SECONDS,
        sentence=said, steps=(*steps, *map(stated, rule.parameters)),
    )  # fmt: skip


def _clock_time(one: Stretch) -> str:
    """从8:05到12:30, of the local day."""
    ends = (divmod(moment % DAY_S // 60, 60) for moment in (one.start, one.end))
    (h1, m1), (h2, m2) = ends
    later = (one.end - 1) // DAY_S - one.start // DAY_S
    return f"（{h1}:{m1:02}至{'次日' if later == 1 else ''}{h2}:{m2:02}）"
