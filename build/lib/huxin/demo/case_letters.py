"""What was served on the demo's firm that has log-ins, and how did it answer?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from huxin.cases import answering
from huxin.cases.actions import talking
from huxin.cases.models import Case, Party
from huxin.cases.records import CaseLetter, Move
from huxin.demo import cast
from huxin.demo.papers import agree
from huxin.demo.story import run_queue
from huxin.documents import approval, issuing, numbering, store
from huxin.documents.models import Paper, Receipt
from huxin.orgs.access import actor
from huxin.orgs.models import Membership

PAYROLL = "日期,单量,单费（元）,已付（元）\n2026-08,412,2472,2472\n2026-09,398,2388,0\n".encode("utf-8-sig")


def answered(cases: Iterable[Case], asked: list[Move], now: datetime) -> int:
    """The requests for material are signed and issued; of two of them one is acknowledged and answered."""
    for n, move in enumerate(asked):
        letter = CaseLetter.objects.get(move=move).paper
        officer = move.user
        assert officer is not None
        at = move.made_at + timedelta(hours=3)
        approval.submit(letter, by=actor(officer, at), at=at)
        agree(letter, at)
        _issue(letter, n, at + timedelta(hours=2))
    run_queue()
    for n, case in enumerate(cases):
        receipt = Receipt.objects.filter(paper__subject_id=case.pk, paper__subject_kind="case").first()
        if receipt is not None and n == 0:
            _answer(case, receipt, now - timedelta(hours=6))
    return len(asked)


def _issue(paper: Paper, n: int, at: datetime) -> None:
    leader = Membership.objects.filter(organisation=paper.organisation, role="unit_leader", until=None)[0]
    by = actor(leader.user, at)
    numbering.number(paper, text=f"砚人社监材〔{at.year}〕{n + 1}号", by=by, at=at)
    issuing.issue(paper, by=by, at=at)


def _answer(case: Case, receipt: Receipt, at: datetime) -> None:
    case.refresh_from_db()
    party = case.parties.select_related("enterprise__organisation").get(role=Party.Role.RESPONDENT)
    assert party.enterprise is not None
    assert party.enterprise.organisation is not None
    firm = cast.somebody(party.enterprise.organisation, "enterprise_hr", at)
    answering.receive(receipt, case, name=firm.name, post="人事主管", by=firm, at=at)
    kept = store.keep(PAYROLL, name="八九月单费明细.csv", org_path=case.org_path, by=firm, at=at)
    answering.answer(
        case, party, kind="material", text="八月已付，九月平台结算后本周内补付，明细见附件。", documents=[kept],
        by=firm, at=at,
    )  # fmt: skip
    if case.officer is not None:
        officer = actor(case.officer, at + timedelta(hours=2))
        talking.tell(case, text="明细收到，请补充九月转账凭证。", party=party, by=officer, at=at + timedelta(hours=2))
