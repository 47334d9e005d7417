"""Does the calendar of an area say what the State Council and the area itself have announced?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import chinese_calendar
import pytest
from django.db import IntegrityError, transaction

from huxin.base.actor import Actor, Grant
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.workdays import WORKING
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.law.actions import add_local_holiday, announce_year, remove_local_holiday, seed_holidays
from huxin.law.calendar import calendar_for
from huxin.law.models import Holiday, HolidayYear
from huxin.law.seed.holidays import Arrangement, arrangements
from huxin.orgs.access import allowed
from huxin.orgs.areas import seed_areas
from huxin.orgs.models import Area

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PREFECTURE, COUNTY, OTHER_COUNTY = "532600", "532625", "532622"
FOUNDING_DAY = date(2026, 4, 1)  # a Wednesday


def officer(permission: str = "calendar.announce", reach: str = "530000/532600/") -> Actor:
    grant = Grant("administrator", 7, "州人社局", "530000/532600/07/", {permission: reach, "home.view": reach})
    return Actor(1, "周科长", (grant,))


def year_2027(**changes: Any) -> Arrangement:
    given = {
        "year": 2027,
        "document_no": "国办发明电〔2026〕0号",
        "source": "国务院办公厅关于2027年部分节假日安排的通知",
        "off": {date(2027, 1, 1): "元旦", date(2026, 12, 31): "元旦"},
        "workdays": {date(2026, 12, 27): "元旦"},
    }
    return Arrangement(**{**given, **changes})


@pytest.fixture
def prefecture() -> Area:
    seed_areas()
    return Area.objects.get(pk=PREFECTURE)


def test_the_seed_says_the_same_as_the_package_it_was_taken_from() -> None:
    theirs = chinese_calendar.constants
    off = {day for found in arrangements() for day in found.off}
    workdays = {day for found in arrangements() for day in found.workdays}
    assert off == {day for day in theirs.holidays if day.year >= 2020}
    assert workdays == {day for day in theirs.workdays if day.year >= 2020}


def test_the_seed_holds_only_what_a_notice_can_say() -> None:
    Holiday.objects.all().delete()
    HolidayYear.objects.all().delete()
    for found in arrangements():
        announce_year(found, by=officer(), at=AT)
    assert HolidayYear.objects.filter(announced=True).count() == len(arrangements()) == 7


def test_after_the_migration_every_known_year_is_announced_and_2027_is_provisional() -> None:
    calendar = calendar_for(COUNTY)
    assert calendar.announced == frozenset(range(2020, 2027))
    assert calendar.is_working(date(2026, 2, 14))
    assert not calendar.is_working(date(2026, 2, 16))
    assert calendar.add(date(2026, 9, 30), 3, WORKING) == date(2026, 10, 10)
    assert calendar.is_provisional(date(2027, 1, 4))


def test_the_same_days_give_the_same_calendar_and_version() -> None:
    assert calendar_for(COUNTY) is calendar_for(COUNTY)
    assert calendar_for(COUNTY).version == calendar_for(OTHER_COUNTY).version
    assert calendar_for(COUNTY).version.startswith("2026-")


def test_a_calendar_costs_one_query(django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(1):
        calendar_for(COUNTY)


def test_announcing_2027_makes_it_certain_and_moves_days_of_december() -> None:
    before = calendar_for(COUNTY)
    announce_year(year_2027(), by=officer(), at=AT)
    after = calendar_for(COUNTY)
    assert not after.is_provisional(date(2026, 12, 31), date(2027, 6, 30))
    assert before.is_working(date(2026, 12, 31))
    assert not after.is_working(date(2026, 12, 31))
    assert after.is_working(date(2026, 12, 27))
    assert after.version != before.version
    assert after.version.startswith("2027-")


def test_in_a_year_without_a_notice_the_holidays_of_fixed_day_are_off_and_no_other() -> None:
    calendar = calendar_for(COUNTY)
    fixed = [date(2027, 1, 1), date(2027, 10, 1), date(2028, 5, 1), date(2028, 5, 2), date(2028, 10, 2)]
    assert [day for day in fixed if calendar.is_working(day)] == []
    assert calendar.is_working(date(2027, 2, 8))  # in the days of the lunar new year, which its notice will say
    assert calendar.add(date(2026, 12, 31), 1, WORKING) == date(2027, 1, 4)
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 4))
    announce_year(year_2027(off={date(2026, 12, 31): "元旦"}), by=officer(), at=AT)
    assert calendar_for(COUNTY).is_working(date(2027, 1, 1))  # from then on the notice alone says it


def test_announcing_writes_one_event_in_figures() -> None:
    announce_year(year_2027(), by=officer(), at=AT)
    event = Event.objects.get()
    assert (event.verb, event.data) == ("calendar.announced", {"year": 2027, "off": 2, "workdays": 1})
    assert (event.actor_name, event.organisation, event.org_path) == ("周科长", "州人社局", "530000/532600/")
    assert list(event.subjects.values_list("kind", "subject_id")) == [("holidayyear", 2027)]
    assert sentence(event) == "录入2027年放假安排：放假2天，调休上班1天"


def test_a_correction_replaces_the_days_of_the_year_but_not_local_ones(prefecture: Area) -> None:
    announce_year(year_2027(), by=officer(), at=AT)
    add_local_holiday(prefecture, day=date(2027, 4, 1), name="州庆", source="", by=officer(), at=AT)
    announce_year(year_2027(off={date(2027, 1, 1): "元旦"}, workdays={}), by=officer(), at=AT)
    days = Holiday.objects.filter(year=2027).order_by("day").values_list("day", "kind")
    assert list(days) == [(date(2027, 1, 1), "off"), (date(2027, 4, 1), "local")]
    assert HolidayYear.objects.get(pk=2027).revision == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"off": {}}, "至少填写2027年的一个放假日"),
        ({"off": {date(2028, 1, 1): "元旦"}}, "2028年1月1日不在2027年"),
        ({"off": {date(2026, 10, 1): "国庆节"}}, "2026年10月1日不在2027年"),
        ({"workdays": {date(2027, 1, 1): "元旦"}}, "2027年1月1日既填了放假又填了上班"),
        ({"workdays": {date(2027, 1, 4): "元旦"}}, "2027年1月4日本来就是工作日"),
        ({"year": 2022, "off": {date(2022, 12, 31): "元旦"}, "workdays": {}}, "2022年12月31日已在2023年放假安排中"),
    ],
)
def test_what_no_notice_can_say_is_refused_and_nothing_is_lost(changes: dict[str, Any], words: str) -> None:
    before = list(Holiday.objects.order_by("day").values_list("day", "kind"))
    with pytest.raises(NotPossible, match=words):
        announce_year(year_2027(**changes), by=officer(), at=AT)
    assert list(Holiday.objects.order_by("day").values_list("day", "kind")) == before
    assert not Event.objects.exists()


def test_only_those_who_keep_the_calendar_may_change_it(prefecture: Area) -> None:
    clerk = officer("duty.view")
    with pytest.raises(PermissionDenied):
        announce_year(year_2027(), by=clerk, at=AT)
    with pytest.raises(PermissionDenied):
        add_local_holiday(prefecture, day=FOUNDING_DAY, name="州庆", source="", by=clerk, at=AT)
    with pytest.raises(PermissionDenied):
        remove_local_holiday(prefecture, day=FOUNDING_DAY, by=clerk, at=AT)


def test_everybody_at_work_may_look_at_a_year_but_not_announce_it() -> None:
    year = HolidayYear.objects.get(pk=2026)
    assert allowed(officer("duty.view"), "home.view", year)
    assert not allowed(officer("duty.view"), "calendar.announce", year)


def test_a_day_of_the_prefecture_is_off_in_its_counties_and_one_of_a_county_only_there(prefecture: Area) -> None:
    add_local_holiday(prefecture, day=FOUNDING_DAY, name="州庆", source="条例", by=officer(), at=AT)
    county = Area.objects.get(pk=COUNTY)
    add_local_holiday(county, day=date(2026, 4, 2), name="县庆", source="条例", by=officer(), at=AT)
    assert not calendar_for(COUNTY).is_working(FOUNDING_DAY)
    assert not calendar_for(OTHER_COUNTY).is_working(FOUNDING_DAY)
    assert calendar_for("530100").is_working(FOUNDING_DAY)
    assert not calendar_for(COUNTY).is_working(date(2026, 4, 2))
    assert calendar_for(OTHER_COUNTY).is_working(date(2026, 4, 2))
    assert not calendar_for(f"{COUNTY}100").is_working(date(2026, 4, 2))


def test_a_local_holiday_wins_over_a_make_up_working_day(prefecture: Area) -> None:
    add_local_holiday(prefecture, day=date(2026, 2, 14), name="节庆", source="", by=officer(), at=AT)
    assert not calendar_for(PREFECTURE).is_working(date(2026, 2, 14))
    assert calendar_for("530100").is_working(date(2026, 2, 14))


def test_a_local_holiday_of_a_coming_year_does_not_announce_the_year(prefecture: Area) -> None:
    add_local_holiday(prefecture, day=date(2027, 4, 1), name="州庆", source="", by=officer(), at=AT)
    calendar = calendar_for(PREFECTURE)
    assert not calendar.is_working(date(2027, 4, 1))
    assert calendar.is_provisional(date(2027, 4, 1))


def test_a_local_holiday_is_taken_out_again_and_both_are_told(prefecture: Area) -> None:
    add_local_holiday(prefecture, day=FOUNDING_DAY, name="州庆", source="", by=officer(), at=AT)
    remove_local_holiday(prefecture, day=FOUNDING_DAY, by=officer(), at=AT)
    assert calendar_for(PREFECTURE).is_working(FOUNDING_DAY)
    told = [sentence(event) for event in Event.objects.order_by("id")]
    name = prefecture.name
    assert told == [f"增加{name}地方假日：2026年4月1日", f"删除{name}地方假日：2026年4月1日"]


def test_a_local_holiday_twice_or_missing_is_refused_in_words(prefecture: Area) -> None:
    with pytest.raises(NotPossible, match="可能刚被别人删除"):
        remove_local_holiday(prefecture, day=FOUNDING_DAY, by=officer(), at=AT)
    add_local_holiday(prefecture, day=FOUNDING_DAY, name="州庆", source="", by=officer(), at=AT)
    with pytest.raises(NotPossible, match="不必再加"):
        add_local_holiday(prefecture, day=FOUNDING_DAY, name="州庆", source="", by=officer(), at=AT)


def test_seeding_again_changes_nothing() -> None:
    before = calendar_for(COUNTY)
    assert seed_holidays(at=AT) == 0
    assert calendar_for(COUNTY) is before
    assert not Event.objects.exists()


def test_seeding_announces_years_that_are_new_in_a_release_and_keeps_what_was_entered() -> None:
    HolidayYear.objects.filter(pk=2026).update(announced=False)
    HolidayYear.objects.filter(pk=2025).update(document_no="更正")
    assert seed_holidays(at=AT) == 1
    assert HolidayYear.objects.get(pk=2025).document_no == "更正"
    event = Event.objects.get()
    assert (event.actor_name, event.data["year"]) == ("系统", 2026)


def test_the_database_refuses_a_day_twice_and_a_local_day_without_a_place() -> None:
    year = HolidayYear.objects.get(pk=2026)
    for wrong in (
        Holiday(year=year, day=date(2026, 1, 1), kind="off", name="元旦"),
        Holiday(year=year, day=date(2026, 3, 3), kind="local", name="三月三"),
        Holiday(year=year, day=date(2026, 3, 3), kind="off", name="三月三", area_code=PREFECTURE),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_the_second_of_two_who_change_a_year_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = HolidayYear.objects.get(pk=2026)
    HolidayYear.objects.filter(pk=2026).update(revision=stale.revision + 1)
    monkeypatch.setattr(HolidayYear.objects, "get_or_create", lambda **_: (stale, False))
    with pytest.raises(NotPossible, match="别人刚改过2026年"):
        announce_year(arrangements()[-1], by=officer(), at=AT)
