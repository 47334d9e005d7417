"""How long did somebody go on by each clock? In plain Python."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.orders.plain.rows import DAY_S, Finding, Law, Order, Stretch
from huxin.oversight.scan.clocks import Way

Piece = tuple[Order, int, int]
ELAPSED, ACCUMULATED, DAY, ROLLING_DAY = 1, 2, 3, 4


def sweep(orders: Iterable[tuple[int, Order]]) -> Iterator[tuple[Order, int, int]]:
    """Each order with the part from → to that no earlier one covers; empty where there is none."""
    reached: int | None = None
    for start, order in orders:
        if order.stop_s is None:
            yield order, start, start
            continue
        fresh = start if reached is None else max(start, reached)
        yield order, fresh, max(fresh, order.stop_s)
        reached = order.stop_s if reached is None else max(reached, order.stop_s)


def of_person(who: int, orders: Sequence[Order], pieces: Sequence[Piece], law: Law) -> Iterator[Finding]:
    """The stretches that are too long by a clock that binds where they began."""
    for code, ways in law.ways.items():
        name = f"clock_{code}"
        for number, way in enumerate(ways):
            for stretch in _counted(way, orders, pieces):
                job, norm = law.posts[stretch.post]
                figures = law.figures[norm, stretch.day]
                if figures[f"way_{code}"] == number and stretch.counted_s > figures[f"{name}_limit"]:
                    yield Finding(
                        f"clock.{code}", figures[f"verdict_{name}"], who, job, norm, stretch.day, stretch.start_s,
                        stretch.counted_s, figures[f"{name}_limit"], None,
                    )  # fmt: skip


def _counted(way: Way, orders: Sequence[Order], pieces: Sequence[Piece]) -> Iterable[Stretch]:
    if way.begin == "picked_s":
        begun = [(order.accepted_s if order.picked_up_s is None else order.picked_up_s, order) for order in orders]
        begun = [(start, order) for start, order in begun if order.stop_s is not None and order.stop_s > start]
        begun.sort(key=lambda pair: (pair[0], pair[1].stop_s or 0, pair[1].post))
        pieces = list(sweep(begun))
        starts = [start for start, _ in begun]
    else:
        starts = [order.accepted_s for order in orders]
    if way.reset == DAY:
        return _by_day(pieces)
    if way.reset == ROLLING_DAY:
        return _fullest_day(pieces)
    return _stretches(pieces, starts, way.break_s, elapsed=way.reset == ELAPSED)


def longest_stretch(orders: Sequence[Order], break_s: int) -> int:
    """The longest stretch of one person's orders, sorted by acceptance; 0 where none ends."""
    pieces = list(sweep((order.accepted_s, order) for order in orders))
    found = _stretches(pieces, [order.accepted_s for order in orders], break_s, elapsed=True)
    return max((stretch.counted_s for stretch in found), default=0)


def _stretches(pieces: Sequence[Piece], starts: Sequence[int], break_s: int, *, elapsed: bool) -> Iterator[Stretch]:
    first: Order | None = None
    begun = reached = worked = 0
    for (order, start, end), started in zip(pieces, starts, strict=True):
        if order.stop_s is None:
            continue
        if first is None or started - reached >= break_s:
            if first is not None:
                yield Stretch(first.post, first.day, begun, reached - begun if elapsed else worked)
            first, begun, worked, reached = order, started, 0, order.stop_s
        worked += end - start
        reached = max(reached, order.stop_s)
    if first is not None:
        yield Stretch(first.post, first.day, begun, reached - begun if elapsed else worked)


def _by_day(pieces: Iterable[Piece]) -> Iterator[Stretch]:
    days: dict[int, dict[int, int]] = {}
    for order, start, end in pieces:
        midnight = (order.day + 1) * DAY_S - order.offset_s
        for day, seconds in ((order.day, min(end, midnight) - start), (order.day + 1, end - max(start, midnight))):
            if seconds > 0:
                posts = days.setdefault(day, {})
                posts[order.post] = posts.get(order.post, 0) + seconds
    for day, posts in days.items():
        post = -max((seconds, -post) for post, seconds in posts.items())[1]
        yield Stretch(post, day, None, sum(posts.values()))


def _fullest_day(pieces: Iterable[Piece]) -> Iterator[Stretch]:
    """The fullest 24 hours, tried from every beginning and every end of a piece."""
    real = [piece for piece in pieces if piece[2] > piece[1]]
    best: list[tuple[int, int, int, int]] = []
    for order, start, end in real:
        for begin in (start, end - DAY_S):
            worked = sum(max(0, min(e, begin + DAY_S) - max(s, begin)) for _, s, e in real)
            best.append((-worked, begin, order.post, order.day))
    if best:
        worked, begin, _, _ = min(best)
        same = [one for one in best if one[:2] == (worked, begin)]
        yield Stretch(min(one[2] for one in same), min(one[3] for one in same), begin, -worked)
