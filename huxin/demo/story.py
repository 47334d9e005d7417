"""In which order did things happen? A schedule of moments, played up to now."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from django_tasks_db.models import DBTaskResult

from huxin.base.workdays import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
Scene = Callable[[datetime], object]


class Story:
    """Scenes wait for their moment; a scene may schedule more. Nothing after `now` is played."""

    def __init__(self, now: datetime, calendar: Calendar) -> None:
        self.now = now
        self.calendar = calendar
        self.dice = Random(20260401)
        self._number = count()
        self._waiting: list[tuple[datetime, int, Scene]] = []

    def at(self, day: date, scene: Scene, hour: int = 10, minute: int | None = None) -> None:
        """Play the scene on the working day at or before `day`, at a minute of that hour. A minute that is given
        leaves the dice of everybody else as they fell."""
        day = self.calendar.on_or_before(day)
        minute = self.dice.randint(0, 59) if minute is None else minute
        moment = datetime.combine(day, time(hour, minute), ZONE)
        heapq.heappush(self._waiting, (moment, next(self._number), scene))

    def play(self) -> int:
        """All scenes up to now, in order, with what follows from them. Number of scenes played."""
        played = 0
        while self._waiting and self._waiting[0][0] <= self.now:
            moment, _, scene = heapq.heappop(self._waiting)
            scene(moment)
            run_queue()
            played += 1
        return played


def run_queue() -> None:
    """Everything that waits in the queue of tasks, and what follows from it, now: nobody else is there to take it."""
    while waiting := list(DBTaskResult.objects.ready()):
        for row in waiting:
            row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        DBTaskResult.objects.filter(pk__in=[row.pk for row in waiting]).delete()


def days(number: int) -> timedelta:
    """A span of calendar days."""
    return timedelta(days=number)
