"""What does a body see of a case that it handles jointly with the office: its part, and nothing of persons?"""

from collections.abc import Iterator
from dataclasses import dataclass

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case, Measure
from huxin.cases.records import Assistance, Evidence
from huxin.cases.wording import firm_name, is_secret, period
from huxin.orgs.access import shared

RIGHT = "case.assist"  # what the Share of a case gives to the body: to see its part, and to say what it found
PARTS = {
    "story": "情况说明和诉求（反映人的原话）",
    "claims": "请求事项、期间和金额（不含是谁的）",
    "measures": "已采取的措施及履行情况",
}
_PERSONAL = ("story",)


@dataclass(frozen=True, slots=True)
class Part:
    """What was opened, as the body reads it."""

    general: list[tuple[str, str]]
    story: str
    wish: str
    claims: list[str]
    measures: list[Measure]
    evidence: list[Evidence]
    found: list[Evidence]  # what the body itself handed in


def may_be_opened(case: Case) -> list[str]:
    """The parts that may go to another body: who told in secret is not given away by his own words."""
    return [code for code in PARTS if code not in _PERSONAL or not _told_in_secret(case)]


def openable(case: Case) -> list[Evidence]:
    """The pieces that may go to another body: of a case that was told in secret, what the office found itself."""
    rows = sorted(case.evidence.all(), key=lambda row: row.pk)
    return [row for row in rows if row.party_id is None] if _told_in_secret(case) else rows


def _told_in_secret(case: Case) -> bool:
    return case.anonymous or is_secret(case)


def part_of(row: Assistance, by: Actor) -> Part | None:
    """What this person's body sees of the case; None where it is not opened to it, or no longer."""
    if row.kind != Assistance.Kind.JOINT or row.ended_at is not None:
        return None
    cases = Case.objects.filter(shared(by, RIGHT, Case), pk=row.case_id).select_related("enterprise", "area")
    case = cases.prefetch_related("evidence__document").first()
    if case is None:
        return None
    opened = set(row.parts) & set(may_be_opened(case))
    return Part(
        general=list(_general(case)),
        story=case.story if "story" in opened else "",
        wish=case.wish if "story" in opened else "",
        claims=list(_claims(case)) if "claims" in opened else [],
        measures=list(case.measures.order_by("pk")) if "measures" in opened else [],
        evidence=[one for one in openable(case) if one.pk in row.pieces],
        found=list(row.found.order_by("pk").select_related("document")),
    )


def _general(case: Case) -> Iterator[tuple[str, str]]:
    """What it is about, without a word of the reporter's and without persons."""
    procedure = procedure_of(case)
    yield "程序和环节", f"{procedure.title}，{procedure.step(case.step).title}"
    yield "事项", case.get_topic_display()
    yield "用工单位", firm_name(case)
    if case.platform_name:
        yield "平台", case.platform_name
    yield "工作地点", case.area.name + (f"　{case.place}" if case.place else "")
    if happened := period(case.happened_from, case.happened_until):
        yield "发生时间", happened
    yield "涉及人数", f"{case.people}人"
    if case.due_on:
        yield "主办单位的期限", spoken_date(case.due_on)


def _claims(case: Case) -> Iterator[str]:
    for claim in case.claims.order_by("pk"):
        sums = [f"请求{yuan(claim.claimed_fen)}元"] if claim.claimed_fen is not None else []
        sums += [f"认定{yuan(claim.found_fen)}元"] if claim.found_fen is not None else []
        facts = [claim.get_kind_display(), period(claim.period_from, claim.period_until), *sums]
        yield "，".join(one for one in facts if one)
