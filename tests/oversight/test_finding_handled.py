"""What becomes of one finding: is it explained, made a clue, asked about and answered?"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from python_calamine import CalamineWorkbook

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.models import Case
from huxin.cases.records import Evidence
from huxin.documents.store import keep, read
from huxin.law.changes import Proposal, approve, propose
from huxin.orgs.access import visible
from huxin.oversight.actions.answering import alike, answer
from huxin.oversight.actions.findings import ask, dismiss, make_clue
from huxin.oversight.evidence import orders_behind
from huxin.oversight.explaining import explained
from huxin.oversight.models import Finding
from tests.oversight.made import OCTOBER, PLATFORM_HR, order
from tests.oversight.once import delivered, found_platform, once, scanned
from tests.world import AT, World

pytestmark = pytest.mark.django_db
# R1 earns 40 yuan an hour, R2 only 5: below every hourly minimum wage
PAID = [order(n, 2 + n, 10) for n in range(5)]
POOR = [order(20 + n, 2 + n, 10, worker="R2", pay_fen=500) for n in range(5)]


@pytest.fixture(scope="module")
def _october(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The orders are delivered and the month is scanned."""
    with once(django_db_blocker, tmp_path_factory.mktemp("october")):
        found_platform()
        delivered([*PAID, *POOR])
        scanned(OCTOBER)
        yield


@pytest.fixture
def finding(_october: None, db: None) -> Finding:
    """The low pay of R2."""
    return Finding.objects.get(rule="wage.hourly")


def test_a_finding_is_worked_out_anew_with_its_article_and_its_orders(finding: Finding) -> None:
    why = explained(finding)
    assert (why.agrees, why.problem, why.differences) == (True, "", ())
    assert any("最低工资" in line.article for line in why.steps)
    assert [one.number for one in orders_behind(finding)] == [f"N{20 + n}" for n in range(5)]


def test_a_clue_is_made_with_the_orders_as_evidence_and_links_both_ways(world: World, finding: Finding) -> None:
    case = make_clue([finding], by=world.actor("陈办案"), at=AT)
    finding.refresh_from_db()
    assert (finding.state, finding.case) == ("clue", case)
    assert (case.procedure, case.topic, case.source) == ("clue/1", "minimum_wage", "oversight")
    assert (case.enterprise, case.area_id, case.people) == (world.firm("迅达配送"), "532622", 1)
    evidence = Evidence.objects.get(case=case)
    book = CalamineWorkbook.from_filelike(ContentFile(read(evidence.document, by=world.actor("戴州受理"), at=AT)))
    assert book.sheet_names == ["发现", "计算步骤", "订单"]
    assert book.get_sheet_by_name("发现").to_python()[1][8:] == [date(2026, 10, 1), 25.0, 90.0, "元", 65.0]
    assert len(orders := book.get_sheet_by_name("订单").to_python()) == 6
    assert orders[1][13] == 5.0
    with pytest.raises(NotPossible, match="已经处理过"):
        make_clue([finding], by=world.actor("陈办案"), at=AT)
    assert Case.objects.filter(procedure="clue/1").count() == 1


def test_a_law_changed_since_is_named_and_the_month_is_scanned_again(
    world: World, finding: Finding, browse: Callable[[str], Client]
) -> None:
    given = Proposal(
        code="allowance.share", text="10%", area_code="532600", relation="B", force="consultation", status="verified",
        valid_from=OCTOBER, document="协商纪要", reason="已协商一致",
    )  # fmt: skip
    approve(propose(given, by=world.actor("吴主任科员"), at=AT), by=world.actor("郑主任"), at=AT)
    assert explained(finding).law_changed
    page = browse("戴州受理").get(f"/workbench/findings/{finding.pk}/").content.decode()
    assert "检查以后法规参数有变更" in page
    assert "重新运行2026年10月的检查" in page
    assert "不一致" not in page
    with pytest.raises(NotPossible, match="法规参数有变更，请先重新运行"):
        make_clue([finding], by=world.actor("陈办案"), at=AT)
    scanned(OCTOBER)
    finding.refresh_from_db()
    assert explained(finding).agrees
    make_clue([finding], by=world.actor("陈办案"), at=AT)


def test_the_firm_is_asked_answers_within_its_days_and_only_then_sees_it(world: World, finding: Finding) -> None:
    firm = world.actor("李经办")
    assert finding not in visible(Finding, firm)
    ask([finding], days=5, by=world.actor("陈办案"), at=AT)
    finding.refresh_from_db()
    assert (finding.state, finding.due_on) == ("asked", (AT + timedelta(days=7)).date())  # over a weekend
    assert finding in visible(Finding, firm)
    assert finding in visible(Finding, world.actor(PLATFORM_HR))
    assert finding not in visible(Finding, world.actor("邱经办"))
    proof = keep(b"paid", name="补发凭证.txt", org_path=finding.firm.org_path, by=firm, at=AT)
    with pytest.raises(NotPossible, match="写明"):
        answer([finding], kind="correction", text=" ", by=firm, at=AT)
    answer(alike(finding), kind="correction", text="已补发差额。", document=proof, by=firm, at=AT)
    finding.refresh_from_db()
    assert finding.state == "answered"
    assert finding.answers.get().document == proof
    with pytest.raises(PermissionDenied):
        answer([finding], kind="explanation", text="不是我们", by=world.actor("邱经办"), at=AT)
    dismiss([finding], reason="已改正", by=world.actor("陈办案"), at=AT)
    with pytest.raises(NotPossible, match="不再需要答复"):
        answer([finding], kind="explanation", text="再说一次", by=firm, at=AT)
