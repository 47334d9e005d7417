"""What does a procedure look like? A picture (SVG) made from its declaration: steps, and the actions between them."""

from collections import Counter
from collections.abc import Collection, Iterator
from html import escape

from huxin.cases.procedure import Procedure, Step

WIDTH, BOX, HIGH, GAP, BAND = 960, 168, 48, 30, 118  # px: the picture, a box, its height, between boxes, one row


def rows_of(procedure: Procedure) -> list[list[Step]]:
    """The steps in rows: how many actions each is away from the first; what ends a case stands in the last rows."""
    far = {procedure.steps[0].code: 0}
    while more := {
        action.to: far[start] + 1
        for action in procedure.actions
        for start in action.steps
        if action.to and start in far and action.to not in far
    }:
        far |= more
    running = [step for step in procedure.steps if not step.final]
    ending = [step for step in procedure.steps if step.final]
    depth = max(far[step.code] for step in running)
    rows = [[step for step in running if far[step.code] == n] for n in range(depth + 1)]
    return [part for row in (*rows, ending) for part in _split(row)]


def _split(row: list[Step]) -> Iterator[list[Step]]:
    most = (WIDTH + GAP) // (BOX + GAP)
    for start in range(0, len(row), most):
        yield row[start : start + most]


def svg(procedure: Procedure, *, plain: bool = False) -> str:
    """The picture; with `plain` the steps are called as parties read them. It carries no script and no style sheet."""
    rows = [row for row in rows_of(procedure) if row]
    places = {step.code: place for n, row in enumerate(rows) for step, place in _places(row, n)}
    height = len(rows) * BAND - (BAND - HIGH) + 42
    title = f"{procedure.title}办理流程"
    many = _ends_of_many(procedure)
    lines = "".join(_lines(procedure, places, many))
    boxes = "".join(_box(step, places[step.code], plain=plain) for row in rows for step in row)
    notes = "".join(_note(places[code], count) for code, count in many.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="14">'
        f"<title>{escape(title)}</title><desc>{escape(said(procedure))}</desc>"
        f'<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="#5b6b7c"/></marker></defs>{lines}{boxes}{notes}</svg>'
    )


def _places(row: list[Step], number: int) -> Iterator[tuple[Step, tuple[int, int]]]:
    """Left upper corners of the boxes of one row, in the middle of the picture."""
    left = (WIDTH - len(row) * BOX - (len(row) - 1) * GAP) // 2
    for n, step in enumerate(row):
        yield step, (left + n * (BOX + GAP), 12 + number * BAND)


def _box(step: Step, place: tuple[int, int], *, plain: bool) -> str:
    x, y = place
    words = (step.plain or step.title) if plain else step.title
    cut = [words] if len(words) <= 11 else [words[:11], words[11:21] + ("…" if len(words) > 21 else "")]
    colour = ("#eef7ee", "#2e7d32") if step.final else ("#eef4fb", "#1f5fa8")
    middle = y + HIGH // 2 + 5 - 9 * (len(cut) - 1)
    text = "".join(
        f'<text x="{x + BOX // 2}" y="{middle + 18 * n}" text-anchor="middle" fill="#1b2733">{escape(line)}</text>'
        for n, line in enumerate(cut)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="8" fill="{colour[0]}" stroke="{colour[1]}" '
        f'stroke-width="1.5"/>{text}'
    )


def ways(procedure: Procedure) -> dict[tuple[str, str], list[str]]:
    """From step to step → the titles of the actions that lead there."""
    found: dict[tuple[str, str], list[str]] = {}
    for action in procedure.actions:
        for start in action.steps:
            if action.to and action.to != start:
                found.setdefault((start, action.to), []).append(action.title)
    return found


def _ends_of_many(procedure: Procedure) -> dict[str, int]:
    """Ends that three steps and more lead to, with how many: said below the box, as arrows would only tangle."""
    final = {step.code for step in procedure.steps if step.final}
    count = Counter(to for _, to in ways(procedure))
    return {code: n for code, n in count.items() if code in final and n > 2}


def _note(place: tuple[int, int], count: int) -> str:
    x, y = place[0] + BOX // 2, place[1] + HIGH + 17
    return f'<text x="{x}" y="{y}" text-anchor="middle" font-size="12" fill="#5b6b7c">可由{count}个环节进入</text>'


def _lines(procedure: Procedure, places: dict[str, tuple[int, int]], many: Collection[str]) -> Iterator[str]:
    """One arrow for each pair of steps; its actions are read in its title."""
    for (start, to), titles in ways(procedure).items():
        if to in many:
            continue
        (x1, y1), (x2, y2) = places[start], places[to]
        a, b = x1 + BOX // 2, x2 + BOX // 2
        if y2 > y1:
            top, end = y1 + HIGH, y2 - 2
            bend = (top + end) // 2
            path = f"M{a} {top}C{a} {bend} {b} {bend} {b} {end}"
        elif y2 < y1:
            side = 1 if b >= a else -1
            path = f"M{a + 40} {y1}C{a + 40} {y1 - 40} {b + side * 60} {y2 + HIGH + 40} {b + 40} {y2 + HIGH + 2}"
        else:
            right = x2 > x1
            path = f"M{x1 + (BOX if right else 0)} {y1 + 24}L{x2 + (-2 if right else BOX + 2)} {y2 + 24}"
        yield (
            f'<path d="{path}" fill="none" stroke="#5b6b7c" stroke-width="1.2" opacity="0.75" '
            f'marker-end="url(#end)"><title>{escape("、".join(titles))}</title></path>'
        )


def said(procedure: Procedure) -> str:
    """The same in words, for who cannot see it."""
    steps = {step.code: step.title for step in procedure.steps}
    return "；".join(
        f"{steps[start]}→{steps[to]}（{'、'.join(titles)}）" for (start, to), titles in ways(procedure).items()
    )
