"""Was a rest prompted when somebody had worked on for too long, and were no orders given to him then?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from huxin.law.standards.articles import GUIDE
from huxin.law.standards.rest import ClockRule, Reset, Stretch
from huxin.law.standards.spans import Span
from huxin.law.standards.steps import Answer, Step, judged, stated
from huxin.law.units import Unit, duration

PROMPT, STOP, BOTH = 1, 2, 3  # choices of clock.*.action
_REACHED = f"{GUIDE}第五条：达到最长时间的，推送休息提示，并在一段时间内停止推送订单"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rest prompt that a platform pushed: when, by the clock of the spans, and its row."""

    moment: int
    row: str
    platform: str = ""


def asks_prompt(rule: ClockRule) -> bool:
    """Must a prompt come when the limit of this clock is reached? Only of clocks that run from first to last."""
    return rule.reset is Reset.ELAPSED and rule.action is not None and rule.action.value in (PROMPT, BOTH)


def asks_pause(rule: ClockRule) -> bool:
    """Must no orders be given out for the length of the break after it?"""
    return asks_prompt(rule) and rule.action is not None and rule.action.value == BOTH


def prompted(stretch: Stretch, rule: ClockRule, prompts: Collection[Prompt]) -> Answer:
    """Did any prompt come while a stretch beyond the limit went on? Value: prompts, in 次.

    One that came early counts: the law says that it must come when the limit is reached, and sets no latest moment.
    """
    came = [one for one in prompts if stretch.start <= one.moment <= stretch.end]
    rows = tuple(one.row for one in came)
    counted = Step(what="其间推送的休息提示", value=len(came), unit=Unit.CASES, article=_REACHED, rows=rows)
    went_on = Step(what=rule.title, value=stretch.counted_s, unit=Unit.SECONDS, rows=stretch.rows)
    said = f"{rule.title}{duration(stretch.counted_s)}，超过{rule.limit.words}，其间" + (
        f"提示休息{len(came)}次。" if came else "没有提示休息。"
    )
    return Answer(
        what="休息提示", verdict=judged(bool(came), rule.limit), value=len(came), unit=Unit.CASES, sentence=said,
        steps=(counted, went_on, stated(rule.limit), *([stated(rule.action)] if rule.action else ())),
    )  # fmt: skip


def left_in_peace(
    stretch: Stretch, rule: ClockRule, prompts: Collection[Prompt], begun: Mapping[str, Collection[Span]]
) -> Answer:
    """Were no orders begun in the pause after a prompt at the limit? Value: orders begun in it, in 次.

    `begun` are the orders of each platform: only the one that prompted must keep still. Raises ValueError for a clock
    without a break.
    """
    if rule.pause is None:
        raise ValueError(f"clock {rule.code} has no break")
    pause = rule.pause.value
    late = [one for one in prompts if stretch.start + rule.limit.value <= one.moment <= stretch.end]
    within = [
        span
        for one_platform, spans in begun.items()
        for span in spans
        if any(one.platform == one_platform and one.moment < span.start < one.moment + pause for one in late)
    ]
    rows = tuple(dict.fromkeys(span.row for span in within))
    counted = Step(what="停派时间内接到的订单", value=len(within), unit=Unit.CASES, article=_REACHED, rows=rows)
    came = Step(what="到限后的休息提示", value=len(late), unit=Unit.CASES, rows=tuple(one.row for one in late))
    said = f"到限后提示休息{len(late)}次，其后{rule.pause.words}内" + (
        f"仍接到{len(within)}单。" if within else "没有接到订单。"
    )
    return Answer(
        what="停止派单", verdict=judged(not within, rule.limit), value=len(within), unit=Unit.CASES, sentence=said,
        steps=(counted, came, stated(rule.pause), *([stated(rule.action)] if rule.action else ())),
    )  # fmt: skip
