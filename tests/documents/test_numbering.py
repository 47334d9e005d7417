"""Is every number given once, in order, and kept for ever, however many ask at once?"""

from datetime import UTC, datetime

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, numbering
from huxin.documents.models import NumberSeries, Paper, PaperNumber
from huxin.journal.models import Event
from tests.documents.conftest import AT, REQUEST, Drafting, Town, agree, at_once, request_tree, signed_letter


def series(town: Town, **changes: object) -> NumberSeries:
    given = {"code": "test_letter", "year": 2026, "pattern": "测人社函〔{year}〕{n}号", "next": 1, "active": True}
    return numbering.set_series(town.bureau, **(given | changes), by=town.by("郑文书"), at=AT)


def test_a_typed_number_is_given_once_in_an_organisation(town: Town, signed: Drafting) -> None:
    first = numbering.number(signed(), text=" 测人社函[2026]7号 ", by=town.by("郑文书"), at=AT)
    assert (first.number, first.state) == ("测人社函〔2026〕7号", "numbered")
    second = signed()
    with pytest.raises(NotPossible, match="已经用过"):
        numbering.number(second, text="测人社函〔2026〕7号", by=town.by("郑文书"), at=AT)
    second.refresh_from_db()
    assert (second.number, second.state) == ("", "signed")


def test_without_a_series_the_number_must_be_typed(town: Town, signed: Drafting) -> None:
    paper = signed()
    with pytest.raises(NotPossible, match="请填写发文字号"):
        numbering.number(paper, by=town.by("郑文书"), at=AT)
    series(town, active=False)
    with pytest.raises(NotPossible, match="请填写发文字号"):
        numbering.number(paper, by=town.by("郑文书"), at=AT)


def test_a_series_runs_on_and_leaps_over_typed_numbers(town: Town, signed: Drafting) -> None:
    series(town)
    by = town.by("郑文书")
    numbering.number(signed(), text="测人社函〔2026〕2号", by=by, at=AT)
    given = [numbering.number(signed(), by=by, at=AT).number for _ in range(2)]
    assert given == ["测人社函〔2026〕1号", "测人社函〔2026〕3号"]


def test_a_refused_numbering_leaves_no_gap(town: Town, signed: Drafting) -> None:
    running = series(town)
    paper = signed()
    Paper.objects.filter(pk=paper.pk).update(changes_due=True)
    with pytest.raises(NotPossible, match="尚未落实"):
        numbering.number(paper, by=town.by("郑文书"), at=AT)
    running.refresh_from_db()
    assert running.next == 1


def test_a_voided_number_stays_with_its_reason_and_is_not_given_again(town: Town, signed: Drafting) -> None:
    by = town.by("郑文书")
    paper = numbering.number(signed(), text="测人社函〔2026〕1号", by=by, at=AT)
    with pytest.raises(NotPossible, match="原因"):
        numbering.void_number(paper, reason="", by=by, at=AT)
    numbering.void_number(paper, reason="年度写错", by=by, at=AT)
    assert (paper.state, paper.number) == ("signed", "")
    row = PaperNumber.objects.get()
    assert (row.void_reason, row.voided_at) == ("年度写错", AT)
    with pytest.raises(NotPossible, match="含已作废"):
        numbering.number(paper, text="测人社函〔2026〕1号", by=by, at=AT)
    assert numbering.number(paper, text="测人社函〔2026〕2号", by=by, at=AT).number == "测人社函〔2026〕2号"


SYLVESTER, NEW_YEAR = (
    datetime(2026, 12, 31, 15, 59, tzinfo=UTC),  # a minute to midnight in Shanghai
    datetime(2026, 12, 31, 16, 1, tzinfo=UTC),
)


def signed_at(town: Town, at: datetime) -> Paper:
    paper = signed_letter(town)
    Paper.objects.filter(pk=paper.pk).update(signed_at=at)
    paper.refresh_from_db()
    return paper


def test_at_new_year_the_series_goes_on_by_itself_from_one(town: Town) -> None:
    by = town.by("郑文书")
    series(town, pattern="测人社函〔2026〕{n}号", next=41)
    old, late, new = signed_at(town, SYLVESTER), signed_at(town, SYLVESTER), signed_at(town, NEW_YEAR)
    assert numbering.number(old, by=by, at=SYLVESTER).number == "测人社函〔2026〕41号"
    assert numbering.number(new, by=by, at=NEW_YEAR).number == "测人社函〔2027〕1号"
    assert numbering.number(late, by=by, at=NEW_YEAR).number == "测人社函〔2026〕42号"
    numbering.void_number(new, reason="与函件重复", by=by, at=NEW_YEAR)
    assert numbering.number(new, by=by, at=NEW_YEAR).number == "测人社函〔2027〕2号"
    kept = PaperNumber.objects.get(text="测人社函〔2027〕1号")
    assert (kept.void_reason, kept.paper) == ("与函件重复", new)
    assert Event.objects.filter(verb="series.rolled_over").count() == 1


def test_numbers_without_a_year_run_on_over_new_year(town: Town) -> None:
    series(town, pattern="第{n}期", next=8)
    numbering.number(signed_at(town, SYLVESTER), by=town.by("郑文书"), at=SYLVESTER)
    new = numbering.number(signed_at(town, NEW_YEAR), by=town.by("郑文书"), at=NEW_YEAR)
    assert new.number == "第9期"


def test_a_series_that_was_switched_off_does_not_go_on(town: Town) -> None:
    series(town, active=False)
    with pytest.raises(NotPossible, match="没有启用2027年"):
        numbering.number(signed_at(town, NEW_YEAR), by=town.by("郑文书"), at=NEW_YEAR)
    assert NumberSeries.objects.count() == 1


def test_the_first_numbers_of_a_year_asked_for_at_once_are_one_to_six(racing_town: Town) -> None:
    series(racing_town, next=30)
    papers = [signed_at(racing_town, NEW_YEAR) for _ in range(6)]
    by = racing_town.by("郑文书")
    assert at_once(6, lambda place: numbering.number(papers[place], by=by, at=NEW_YEAR)) == [None] * 6
    assert set(Paper.objects.values_list("number", flat=True)) == {f"测人社函〔2027〕{n}号" for n in range(1, 7)}


def test_only_the_registry_of_the_organisation_gives_numbers(town: Town, signed: Drafting) -> None:
    paper = signed()
    for name in ("陈拟稿", "周科长", "卫局长"):
        with pytest.raises(PermissionDenied):
            numbering.number(paper, text="测1号", by=town.by(name), at=AT)
    with pytest.raises(PermissionDenied):
        numbering.set_series(
            town.police, code="test_letter", year=2026, pattern="{n}", next=1, active=True, by=town.by("郑文书"), at=AT
        )


def test_a_paper_that_takes_no_number_gets_none(town: Town, draft: Drafting) -> None:
    paper = draft(kind=REQUEST, tree=request_tree(), office=None, organisation=town.bureau, by=town.by("沈主任"))
    approval.submit(paper, by=town.by("沈主任"), at=AT)
    agree(paper, town.by("吴局长"))
    with pytest.raises(NotPossible, match="不编发文字号"):
        numbering.number(paper, text="测1号", by=town.by("郑文书"), at=AT)


@pytest.mark.parametrize("pattern", ["无序号", "{n", "{x}{n}", "{n!r}", "{n.__class__}", "{n}}", "{n:>1000000}"])
def test_a_pattern_that_says_anything_else_is_refused(town: Town, pattern: str) -> None:
    with pytest.raises(NotPossible, match="字号样式"):
        series(town, pattern=pattern)


def test_many_registrars_at_once_get_different_numbers_without_a_gap(racing_town: Town) -> None:
    series(racing_town)
    papers = [signed_letter(racing_town) for _ in range(6)]
    by = racing_town.by("郑文书")
    assert at_once(6, lambda place: numbering.number(papers[place], by=by, at=AT)) == [None] * 6
    assert set(Paper.objects.values_list("number", flat=True)) == {f"测人社函〔2026〕{n}号" for n in range(1, 7)}
    assert NumberSeries.objects.get().next == 7


def test_a_paper_numbered_several_times_at_once_has_one_number(racing_town: Town) -> None:
    paper = signed_letter(racing_town)
    by = racing_town.by("郑文书")
    copies = [Paper.objects.get(pk=paper.pk) for _ in range(4)]
    ended = at_once(4, lambda n: numbering.number(copies[n], text=f"测人社函〔2026〕{n}号", by=by, at=AT))
    assert [type(e) for e in ended if e] == [NotPossible] * 3
    assert PaperNumber.objects.count() == 1


def test_one_number_typed_for_several_papers_at_once_is_given_once(racing_town: Town) -> None:
    papers = [signed_letter(racing_town) for _ in range(3)]
    by = racing_town.by("郑文书")
    ended = at_once(3, lambda n: numbering.number(papers[n], text="测人社函〔2026〕9号", by=by, at=AT))
    assert [type(e) for e in ended if e] == [NotPossible] * 2
    assert Paper.objects.filter(state="numbered").count() == 1
