"""Is a paper found by the words of its text, by whoever may read it and by nobody else, and by an index?"""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from benchmarks.plans import plans_of
from benchmarks.world import copy
from huxin.cases.models import Party
from huxin.documents import approval, issuing, numbering, papers
from huxin.documents.models import Paper, PaperWords
from huxin.documents.subjects import named_papers
from huxin.documents.words import found
from huxin.orgs.access import visible
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_complaint import accepted
from tests.documents.conftest import AT, Drafting, Town, sign, tree

WORD = "蓝牙头盔"


def seen(town: Town, text: str, *names: str) -> list[int]:
    """How many papers each of them finds by this text."""
    for name in names:
        by = town.by(name)
        assert {paper.pk for paper in named_papers(by)} == {paper.pk for paper in visible(Paper, by)}
    return [len(found(text, town.by(name), 20)) for name in names]


def test_the_words_of_a_draft_are_found_by_its_house_alone_and_once_issued_by_whom_it_reached(
    town: Town, draft: Drafting
) -> None:
    paper = draft(tree=tree("请为骑手配发蓝牙头盔。"))
    everybody = ("陈拟稿", "周科长", "郑文书", "冯联络", "蒋县办")
    assert seen(town, WORD, *everybody) == [1, 1, 1, 0, 0]
    sign(town, paper)
    numbering.number(paper, text="测人社函〔2026〕31号", by=town.by("郑文书"), at=AT)
    assert seen(town, "〔2026〕31号", *everybody) == [1, 1, 1, 0, 0]
    issuing.issue(paper, by=town.by("郑文书"), at=AT)
    assert seen(town, WORD, *everybody) == [1, 1, 1, 1, 1]
    assert seen(town, "测试州公安局", "陈拟稿") == [1], "the addressee stands in the text as it was issued"


def test_it_is_found_by_what_it_says_now(town: Town, draft: Drafting) -> None:
    paper = draft(tree=tree("请为骑手配发蓝牙头盔。"))
    papers.revise(paper, tree=tree("请为骑手配发雨衣。"), by=town.by("陈拟稿"), at=AT)
    assert (seen(town, WORD, "陈拟稿"), seen(town, "骑手配发 雨衣", "陈拟稿")) == ([0], [1])
    sign(town, paper)
    numbering.number(paper, text="测人社函〔2026〕31号", by=town.by("郑文书"), at=AT)
    numbering.void_number(paper, reason="用错", by=town.by("郑文书"), at=AT)
    assert seen(town, "31号", "陈拟稿") == [0]


def test_words_are_held_as_they_stand_and_not_pair_by_pair(town: Town, draft: Drafting) -> None:
    draft(tree=tree("蓝牙耳机、牙头、头盔。"))
    assert seen(town, WORD, "陈拟稿") == [0]
    for n in range(60):
        draft(tree=tree(f"蓝牙、牙头、头盔{n}。"))
    assert seen(town, WORD, "陈拟稿") == [0]
    older = Paper.objects.order_by("pk").first()
    papers.revise(older, tree=tree("配发蓝牙头盔。"), by=town.by("陈拟稿"), at=AT)
    assert [paper.pk for paper in found(WORD, town.by("陈拟稿"), 20)] == [older.pk], "beyond the first that are read"


def test_long_numbers_stay_out(town: Town, draft: Drafting) -> None:
    paper = draft(tree=tree("电话13900001111，身份证号53262219900307002X。"))
    words = PaperWords.objects.get(pk=paper.pk).words
    assert "电话" in words
    assert not {"13", "11", "53", "07"} & set(words.split())


def test_the_text_of_a_case_s_paper_is_in_no_index(desk: Desk) -> None:  # noqa: F811
    case = accepted(desk)
    written = PaperWords.objects.filter(pk__in=Paper.objects.filter(subject_kind="case", subject_id=case.pk))
    assert written
    assert Party.objects.filter(case=case, role="claimant").exists()
    assert not any("大山" in row.words or "王大" in row.words for row in written)


def test_papers_of_before_are_found_after_the_migration(town: Town, draft: Drafting) -> None:
    draft(tree=tree("请为骑手配发蓝牙头盔。"))
    written = dict(PaperWords.objects.values_list("pk", "words"))
    PaperWords.objects.all().delete()
    assert seen(town, WORD, "陈拟稿") == [0]
    import_module("huxin.documents.migrations.0006_words_of_papers").write_words(apps, None)
    assert dict(PaperWords.objects.values_list("pk", "words")) == written
    assert seen(town, WORD, "陈拟稿") == [1]


@pytest.mark.parametrize("text", ["查无此词", WORD])
def test_no_search_reads_the_papers_from_end_to_end(text: str, town: Town, draft: Drafting) -> None:
    draft(tree=tree("请按时报送。"))
    copy({Paper: "1 = 1", PaperWords: "1 = 1"}, 3000, {"org_path": "'990001/' || n.k || '/'"})  # of other houses
    draft(tree=tree("请为骑手配发蓝牙头盔。"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    read = {model._meta.db_table for model in (Paper, PaperWords)}
    for name in ("陈拟稿", "冯联络"):
        for statement in plans_of(lambda name=name: found(text, town.by(name), 20)):
            assert not statement.whole(read), (name, *statement.lines)


def test_a_paper_waited_for_is_found_by_the_one_who_is_asked(town: Town, draft: Drafting) -> None:
    paper = draft(tree=tree("请为骑手配发蓝牙头盔。"))
    assert seen(town, WORD, "吴局长") == [1], "the leader of the house"
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert seen(town, WORD, "周科长", "卫局长") == [1, 0]
