"""Under which number does a paper go out, and what became of numbers that were given?"""

import re
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.faces import day_of
from huxin.documents.kinds import KINDS
from huxin.documents.models import NumberSeries, Paper, PaperNumber
from huxin.documents.papers import claim
from huxin.documents.words import keep
from huxin.journal.log import record, verb
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Organisation

NUMBERED = verb("paper.numbered", "编号（{how_numbered}）", ("how_numbered",))
NUMBER_VOIDED = verb("paper.number_voided", "作废发文字号")
SERIES_SET = verb("series.set", "设置{year}年编号系列，下一号为{next}", ("series", "year", "next", "active"))
ROLLED_OVER = verb("series.rolled_over", "{year}年编号系列自动启用，从{next}起", ("series", "year", "next"))
_BRACKETS = str.maketrans("[]［］【】", "〔〕〔〕〔〕")
# a print with another number is another print
_NOT_SEALED: dict[str, Any] = {"seal": "", "seal_copies": None, "sealed_at": None, "scan": None}


@transaction.atomic
def number(paper: Paper, *, text: str = "", by: Actor, at: datetime) -> Paper:
    """Give a signed paper its number: the one typed in, or where none is, the next of the series."""
    require(by, "paper.issue", paper)
    claim(paper, among=(Paper.State.SIGNED,))
    kind = KINDS[paper.kind]
    if not kind.needs_number:
        raise NotPossible(f"“{kind.title}”不编发文字号。")
    if paper.changes_due:
        raise NotPossible("签发人要求的修改尚未落实到文稿，请待拟稿人修改后再编号。")
    typed = normal(text)
    if typed:
        _take(paper, typed, by=by, at=at)
    given = typed or _next_free(paper, by=by, at=at)
    Paper.objects.filter(pk=paper.pk).update(number=given, state=Paper.State.NUMBERED)
    paper.refresh_from_db()
    keep(paper)
    how = "typed" if typed else "series"
    record(NUMBERED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.issue", how_numbered=how)
    return paper


@transaction.atomic
def void_number(paper: Paper, *, reason: str, by: Actor, at: datetime) -> Paper:
    """Take a wrong number off a paper that is not issued; the number stays on record and is not given again."""
    require(by, "paper.issue", paper)
    if not reason.strip():
        raise NotPossible("请写明发文字号作废的原因。")
    claim(paper, among=(Paper.State.NUMBERED,), state=Paper.State.SIGNED, number="", **_NOT_SEALED)
    keep(paper)
    spoil(paper, reason=reason, at=at)
    record(NUMBER_VOIDED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.issue")
    return paper


def normal(text: str) -> str:
    """A number as it is kept: no blanks, the brackets of the standard."""
    return re.sub(r"\s+", "", text).translate(_BRACKETS)


def spoil(paper: Paper, *, reason: str, at: datetime) -> None:
    """Mark the paper's number as voided; inside the action that voids number or paper."""
    paper.numbers.filter(voided_at=None).update(voided_at=at, void_reason=reason.strip()[:200])


@transaction.atomic
def set_series(
    organisation: Organisation,
    *,
    code: str,
    year: int,
    pattern: str,
    next: int,
    active: bool,
    by: Actor,
    at: datetime,
) -> NumberSeries:
    """Switch automatic numbers on or off for one series and year, and say how they look and where they go on."""
    require_at(by, "paper.issue", organisation.path)
    if code not in series_codes():
        raise NotPossible("没有这一编号系列，请从列表中选择。")
    rest = re.sub(r"{(n|year)}", "", pattern)
    if "{n}" not in pattern or "{" in rest or "}" in rest:
        raise NotPossible("字号样式须含{n}（序号），可含{year}（年度），如：某人社发〔{year}〕{n}号。")
    lasting = normal(pattern).replace(f"〔{year}〕", "〔{year}〕")  # next year's numbers carry next year's year
    facts = {"pattern": lasting, "next": next, "active": active}
    series, _ = NumberSeries.objects.update_or_create(organisation=organisation, code=code, year=year, defaults=facts)
    record(
        SERIES_SET, [series], by=by, at=at, org_path=organisation.path, permission="paper.issue",
        series=code, year=year, next=next, active=active,
    )  # fmt: skip
    return series


def series_codes() -> dict[str, str]:
    """The series that the declared kinds use, each with the titles of its kinds."""
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        if kind.series:
            found.setdefault(kind.series, []).append(kind.title)
    return {code: "、".join(titles) for code, titles in sorted(found.items())}


def _next_free(paper: Paper, *, by: Actor, at: datetime) -> str:
    """The next number of the series that was not already typed in for some paper.

    The year is that of the signature, which is the day the paper carries: signed on 31 December and numbered in
    January, it takes one more number of the old year.
    """
    year = day_of(paper.signed_at or at).year
    series = _series_of(paper, year, by=by, at=at)
    while series.update(next=F("next") + 1):  # holds the row, so that what is read now is ours alone
        row = series.get()
        text = row.pattern.format(year=year, n=row.next - 1)
        if not PaperNumber.objects.filter(organisation=paper.organisation, text=text).exists():
            _take(paper, text, by=by, at=at)
            return text
    raise NotPossible(f"本单位没有启用{year}年的自动编号，请填写发文字号，或先启用编号系列。")


def _series_of(paper: Paper, year: int, *, by: Actor, at: datetime) -> QuerySet[NumberSeries]:
    """The series of this year, if it is on. Where the year has none yet, last year's goes on, again from 1."""
    rows = NumberSeries.objects.filter(organisation=paper.organisation, code=KINDS[paper.kind].series)
    this_year = rows.filter(year=year, active=True)
    if rows.filter(year=year).exists():
        return this_year
    before = rows.filter(year__lt=year).order_by("-year").first()
    if before is None or not before.active:
        return this_year
    facts = {"pattern": before.pattern, "next": 1 if "{year}" in before.pattern else before.next}
    new, made = NumberSeries.objects.get_or_create(
        organisation=before.organisation, code=before.code, year=year, defaults=facts
    )
    if made:
        record(
            ROLLED_OVER, [new], by=by, at=at, org_path=paper.organisation.path, permission="paper.issue",
            series=new.code, year=year, next=new.next,
        )  # fmt: skip
    return this_year


def _take(paper: Paper, text: str, *, by: Actor, at: datetime) -> None:
    if len(text) > 60:
        raise NotPossible("发文字号过长，请检查后重新填写。")
    try:
        with transaction.atomic():
            PaperNumber.objects.create(
                organisation=paper.organisation, text=text, paper=paper, given_by_id=by.person(), given_at=at
            )
    except IntegrityError:
        raise NotPossible(f"“{text}”已经用过（含已作废的字号），请换一个发文字号。") from None
