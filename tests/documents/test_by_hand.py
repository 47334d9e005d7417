"""Does a paper begun by hand look as its kind should, and go a way that its house has?"""

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval
from huxin.documents.by_hand import BY_HAND, Begun, begin, usual_way
from huxin.documents.faces import face
from huxin.documents.models import Paper
from huxin.orgs.models import Membership
from huxin.typesetting.content import text
from huxin.typesetting.render_docx import render_docx
from huxin.typesetting.render_pdf import render_pdf
from tests.documents.conftest import AT, Town
from tests.signing import sign


def begun(town: Town, occasion: str, **changes: object) -> Paper:
    kind = BY_HAND[occasion]
    given = {"title": f"关于试点工作的{kind.ending}", "body": f"一、基本情况\n试点已满一年。\n{kind.closing}"} | changes
    return begin(kind, given.pop("home", town.office), Begun(**given), by=town.by("陈拟稿"), at=AT)


@pytest.mark.parametrize("occasion", BY_HAND)
def test_every_kind_is_set_in_its_layout_and_goes_to_the_leader(town: Town, occasion: str) -> None:
    paper = begun(town, occasion, to=[town.police], cc=[town.county])
    said = text(face(paper))
    for words in (
        "测试州人社局",
        "关于试点工作的",
        "一、基本情况",
        BY_HAND[occasion].closing,
        "测试州公安局",
        "测试县政府",
    ):
        assert words in said
    assert (paper.organisation, paper.office) == (town.bureau, town.office)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert sign(paper, at=AT) == ["周科长", "吴局长"]
    assert render_pdf(face(paper)).startswith(b"%PDF")
    assert render_docx(face(paper)).startswith(b"PK")


def test_a_paper_to_a_higher_body_names_who_signed_it_and_no_other_does(town: Town) -> None:
    for occasion in BY_HAND:
        paper = begun(town, occasion)
        assert "签发人" not in text(face(paper))
        approval.submit(paper, by=town.by("陈拟稿"), at=AT)
        sign(paper, at=AT)
        assert ("签发人：吴局长" in text(face(paper))) == (occasion in ("instructions", "report"))


def test_the_title_says_which_kind_it_is_and_a_request_has_one_addressee(town: Town) -> None:
    with pytest.raises(NotPossible, match="以“函”结尾"):
        begun(town, "letter", title="关于试点工作的通知")
    with pytest.raises(NotPossible, match="只能有一个主送机关"):
        begun(town, "instructions", to=[town.police, town.county])
    assert not Paper.objects.exists()


def test_nobody_begins_a_paper_of_another_house(town: Town) -> None:
    for home in (town.police, town.county):
        with pytest.raises(PermissionDenied):
            begun(town, "letter", home=home)


def test_the_usual_way_leaves_out_whom_the_house_does_not_have_and_who_drafts(town: Town) -> None:
    def roles(home: str, name: str) -> list[str]:
        return [step.role for step in usual_way(getattr(town, home), town.by(name))]

    assert roles("office", "陈拟稿") == ["section_head", "unit_leader"]
    assert roles("police", "冯联络") == ["unit_leader"]
    assert roles("office", "周科长") == ["unit_leader"]
    Membership.objects.filter(role="unit_leader").delete()
    [step] = usual_way(town.police, town.by("冯联络"))
    assert (step.role, step.organisation) == ("", town.police)
