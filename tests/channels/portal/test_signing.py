"""Does an applicant sign his own application on his phone, before the office may decide on it?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible
from huxin.cases import casefile, signing
from huxin.cases.actions.moving import perform, possible
from huxin.cases.models import Case
from huxin.cases.progress import signed_papers
from huxin.cases.records import PaperSignature
from huxin.documents.issuing import digest
from huxin.documents.models import Paper
from huxin.documents.papers import revise
from huxin.typesetting.content_json import from_json
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_legal_aid import GRANT, WHO
from tests.channels.desk.test_cases import DRAWN, draws, words

PROCEDURES = {
    "legal_aid/1": ("grant", WHO),
    "mediation/1": ("accept", "孙调解"),
    "arbitration/1": ("accept", "刘仲裁"),
}


def open_actions(desk: Desk, case: Case, who: str) -> set[str]:  # noqa: F811
    """What this officer may do now."""
    return {action.code for action in possible(case, desk.world.actor(who, desk.at), on=desk.at.date())}


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_decision_waits_for_his_signature_and_the_ways_out_do_not(desk: Desk, procedure: str) -> None:  # noqa: F811
    code, who = PROCEDURES[procedure]
    opened = desk.open(procedure)
    case = opened.case
    assert code not in open_actions(desk, case, who)
    assert {"withdraw"} <= open_actions(desk, case, who)
    kind = f"{procedure.partition('/')[0]}_application"
    desk.party_signs(case, kind, "claimant", who=who)
    assert code in open_actions(desk, case, who)


def test_he_reads_and_signs_on_his_phone(desk: Desk) -> None:  # noqa: F811
    opened = desk.open("legal_aid/1")
    case, client = opened.case, Client()
    client.post("/follow/", {"number": case.number, "secret": opened.receipts[0]})
    page = words(client, f"/follow/{case.number}/")
    paper = desk.paper(case, "legal_aid_application")
    address = f"/follow/{case.number}/sign/{paper.pk}/"
    assert address in page
    assert "免予核查经济困难状况" in words(client, address)
    assert "请在屏幕上签字" in client.post(address, {"drawn": ""}).content.decode()
    assert draws(client, address).status_code == 302
    row = PaperSignature.objects.get(paper=paper)
    assert (row.mode, row.party) == ("drawn", opened.parties[0])
    assert client.get(address).status_code == 404
    copy = f"/follow/{case.number}/papers/{paper.pk}/"  # and what he signed he may read again
    assert copy in client.get(f"/follow/{case.number}/").content.decode()
    assert client.get(copy)["Content-Type"] == "application/pdf"
    assert Client().get(copy).status_code == 404
    assert "法律援助申请表" in [piece.title for piece in casefile.pieces_of(case)]
    desk.do(case, "grant", WHO, **GRANT)


def test_who_has_read_another_text_does_not_sign_this_one(desk: Desk) -> None:  # noqa: F811
    opened = desk.open("legal_aid/1")
    case, client = opened.case, Client()
    client.post("/follow/", {"number": case.number, "secret": opened.receipts[0]})
    paper = desk.paper(case, "legal_aid_application")
    address = f"/follow/{case.number}/sign/{paper.pk}/"
    seen = client.get(address).context["form"]["text"].value()
    assert f'name="text" value="{seen}"' in client.get(address).content.decode()
    tree = paper.tree | {"title": "另一份申请表"}
    Paper.objects.filter(pk=paper.pk).update(tree=tree, tree_sha256=digest(tree))
    for text in ({"text": seen}, {"text": ""}, {}):  # nor who has read none
        refused = client.post(address, {"drawn": DRAWN} | text).content.decode()
        assert "没有签上；请重新打开本页" in refused
    assert not PaperSignature.objects.filter(paper=paper).exists()
    now = client.get(address).context["form"]["text"].value()
    assert now != seen
    assert draws(client, address).status_code == 302


def test_help_comes_first_without_a_signature(desk: Desk) -> None:  # noqa: F811
    case = desk.open("legal_aid/1").case
    assert "help_first" in open_actions(desk, case, WHO)


def test_a_text_that_is_changed_is_signed_again(desk: Desk, browse: Callable[[str], Any]) -> None:  # noqa: F811
    case = desk.open("legal_aid/1").case
    desk.party_signs(case, "legal_aid_application", "claimant", who=WHO)
    paper = desk.paper(case, "legal_aid_application")
    assert signing.waiting(case) == []
    claimant, today = case.parties.get(role="claimant"), desk.at.date()
    assert signed_papers(claimant, today=today) == [paper]
    tree = from_json(paper.tree | {"title": "法律援助申请表（更正）"})
    revise(paper, tree=tree, by=desk.world.actor(WHO, desk.later()), at=desk.at)
    assert signing.waiting(case) == [paper]
    assert signed_papers(claimant, today=today) == []  # what the office has changed since is the office's draft
    facts = desk.facts(case, "grant", desk.at, **GRANT)
    with pytest.raises(NotPossible, match="还缺当事人签字"):
        perform(case, "grant", facts, by=desk.world.actor(WHO, desk.at), at=desk.later())
    desk.party_signs(case, "legal_aid_application", "claimant", who=WHO)
    assert signing.waiting(case) == []
    assert PaperSignature.objects.filter(paper=paper).count() == 1


def test_nobody_else_opens_it(desk: Desk) -> None:  # noqa: F811
    case = desk.open("legal_aid/1").case
    paper = desk.paper(case, "legal_aid_application")
    assert Client().get(f"/follow/{case.number}/sign/{paper.pk}/").status_code == 404
