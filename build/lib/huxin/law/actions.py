"""How does a year's arrangement of holidays, or a local holiday, get into the calendar?"""

from datetime import date, datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.law.models import Holiday, HolidayYear
from huxin.law.seed.holidays import Arrangement, arrangements
from huxin.orgs.access import SYSTEM, require, require_at
from huxin.orgs.models import Area

_PERMISSION = "calendar.announce"
ANNOUNCED = verb(
    "calendar.announced",
    "录入{year}年放假安排：放假{off}天，调休上班{workdays}天",
    ("year", "off", "workdays"),
)
LOCAL_ADDED = verb("calendar.local_added", "增加{area_code}地方假日：{holiday_on}", ("area_code", "holiday_on"))
LOCAL_REMOVED = verb("calendar.local_removed", "删除{area_code}地方假日：{holiday_on}", ("area_code", "holiday_on"))


def announce_year(arrangement: Arrangement, *, by: Actor, at: datetime) -> HolidayYear:
    """Enter the State Council's notice for a year, or its correction, which replaces the year's national days.

    Open provisional deadlines are computed again by whoever reacts to `calendar.announced`.
    """
    require(by, _PERMISSION)
    _check(arrangement)
    return _enter(arrangement, by=by, at=at, org_path=by.reaches(_PERMISSION)[0])


def seed_holidays(*, at: datetime) -> int:
    """Announce those years of the seed that are not announced yet; what was entered by hand stays. Years added."""
    known = set(HolidayYear.objects.filter(announced=True).values_list("year", flat=True))
    new = [arrangement for arrangement in arrangements() if arrangement.year not in known]
    for arrangement in new:
        _enter(arrangement, by=SYSTEM, at=at, org_path="")
    return len(new)


def add_local_holiday(area: Area, *, day: date, name: str, source: str, by: Actor, at: datetime) -> Holiday:
    """Give an area a day off of its own, such as the founding day of an autonomous prefecture."""
    require_at(by, _PERMISSION, area.path)
    with transaction.atomic():
        year = _take_turn(day.year)
        if Holiday.objects.filter(day=day, area_code=area.code).exists():
            raise NotPossible(f"{spoken_date(day)}已经是{area.name}的地方假日，不必再加。")
        holiday = Holiday.objects.create(
            year=year, day=day, kind=Holiday.Kind.LOCAL, name=name, area_code=area.code, source=source
        )
        record(
            LOCAL_ADDED, [year], by=by, at=at, org_path=area.path, permission=_PERMISSION,
            area_code=area.code, holiday_on=day,
        )  # fmt: skip
    return holiday


def remove_local_holiday(area: Area, *, day: date, by: Actor, at: datetime) -> None:
    """Take an area's own day off out of the calendar again."""
    require_at(by, _PERMISSION, area.path)
    with transaction.atomic():
        year = _take_turn(day.year)
        removed, _ = Holiday.objects.filter(day=day, area_code=area.code).delete()
        if not removed:
            raise NotPossible(f"{spoken_date(day)}不是{area.name}的地方假日，可能刚被别人删除，请刷新后查看。")
        record(
            LOCAL_REMOVED, [year], by=by, at=at, org_path=area.path, permission=_PERMISSION,
            area_code=area.code, holiday_on=day,
        )  # fmt: skip


def _check(arrangement: Arrangement) -> None:
    """Refuse what no notice can say."""
    year, off, workdays = arrangement.year, arrangement.off, arrangement.workdays
    if not off:
        raise NotPossible(f"请至少填写{year}年的一个放假日。")
    for day in sorted(off.keys() | workdays.keys()):
        if not date(year - 1, 12, 25) <= day <= date(year, 12, 31):
            raise NotPossible(f"{spoken_date(day)}不在{year}年，请核对日期。")
    for day in sorted(workdays):
        if day in off:
            raise NotPossible(f"{spoken_date(day)}既填了放假又填了上班，请删去一处。")
        if day.weekday() < 5:
            raise NotPossible(f"{spoken_date(day)}本来就是工作日，不是调休上班日，请核对日期。")


def _enter(arrangement: Arrangement, *, by: Actor, at: datetime, org_path: str) -> HolidayYear:
    with transaction.atomic():
        year = _take_turn(
            arrangement.year, announced=True, document_no=arrangement.document_no, source=arrangement.source
        )
        year.days.exclude(kind=Holiday.Kind.LOCAL).delete()
        days = [
            Holiday(year=year, day=day, kind=kind, name=name, source=arrangement.document_no)
            for kind, named in ((Holiday.Kind.OFF, arrangement.off), (Holiday.Kind.WORKDAY, arrangement.workdays))
            for day, name in named.items()
        ]
        other = Holiday.objects.filter(area_code=None, day__in=[d.day for d in days]).order_by("day").first()
        if other:
            raise NotPossible(f"{spoken_date(other.day)}已在{other.year}中，请先更正那一年的安排。")
        Holiday.objects.bulk_create(days)
        record(
            ANNOUNCED, [year], by=by, at=at, org_path=org_path, permission=_PERMISSION,
            year=arrangement.year, off=len(arrangement.off), workdays=len(arrangement.workdays),
        )  # fmt: skip
    return year


def _take_turn(year: int, **changes: object) -> HolidayYear:
    """The year's row, with its revision raised; of two who change a year at once, the second is refused."""
    row, _ = HolidayYear.objects.get_or_create(year=year)
    turn = HolidayYear.objects.filter(year=year, revision=row.revision)
    if not turn.update(revision=row.revision + 1, **changes):
        raise NotPossible(f"别人刚改过{year}年的放假安排，请刷新后再试。")
    return HolidayYear.objects.get(year=year)
