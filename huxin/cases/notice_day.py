"""On which day does a paper count as served that was made public, because nobody could be reached?"""

from dataclasses import dataclass
from datetime import date, timedelta

from huxin.base.chinese import spoken_date
from huxin.law.at import law
from huxin.law.parameters import Status


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The day, and how it comes about."""

    on: date
    sentence: str


def notice_day(published_on: date, area: str) -> NoticeDay:
    """The day of publication and the term of the statute, as it stood that day; a term of being public is no term for
    acting, so that a day off moves nothing. Raises MissingParameter."""
    term = law(published_on, area)["period.public_notice"]
    on = published_on + timedelta(days=term.value)
    mark = "（待核实）" if term.status is Status.UNVERIFIED else ""
    return NoticeDay(
        on,
        f"{spoken_date(published_on)}公告，按《{term.document}》{term.article}{mark}经过{term.value}日，"
        f"{spoken_date(on)}视为送达",
    )
