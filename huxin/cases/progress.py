"""What does a party see of his case: where it stands, what comes next, what he may do, which papers are his?"""

from dataclasses import dataclass
from datetime import date

from huxin.base.chinese import spoken_date
from huxin.cases.actions.opening import procedure_of
from huxin.cases.agency import may_act
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case, Party
from huxin.cases.procedure import Action
from huxin.cases.records import Deadline, PaperService
from huxin.documents.models import Paper

OUT = (Paper.State.ISSUED, Paper.State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Progress:
    """The state in plain words, the sentences about what comes next, and the actions open to this party."""

    state: str
    office: str
    closed: bool
    next: tuple[str, ...]
    actions: tuple[Action, ...]


def progress(case: Case, party: Party, *, today: date) -> Progress:
    """From the declaration and the deadlines alone; nothing internal shows."""
    procedure = procedure_of(case)
    step = procedure.step(case.step)
    role = party.acts_for.role if party.acts_for else party.role
    may = tuple(action for action in procedure.at_step(case.step) if action.party == role and may_act(party, today))
    said = "已并入集体案件一起办理" if case.merged_into_id else step.plain or step.title
    return Progress(said, case.organisation.name, case.closed_at is not None, tuple(_next(case, today)), may)


def _next(case: Case, today: date) -> list[str]:
    running = case.deadlines.filter(state=Deadline.State.RUNNING).order_by("due_on", "pk")
    lines = []
    for term in running:
        who = "办理单位应" if term.owed_by == "office" else "当事人应"
        mark = "（节假日安排公布后可能调整）" if term.provisional else ""
        late = "，现已超期，您可以留言催办" if term.due_on < today and term.owed_by == "office" else ""
        lines.append(f"{who}在{spoken_date(term.due_on)}前完成“{term.title}”{mark}{late}。")
    stopped = case.deadlines.filter(state=Deadline.State.STOPPED).order_by("pk")
    return lines + [f"“{term.title}”现在中止计时。" for term in stopped]


def own_papers(case: Case, party: Party, *, today: date) -> list[Paper]:
    """Issued papers that were served to this party, or that by their kind go to parties of his role; to an agent with
    an authorisation those of whom he acts for."""
    if not may_act(party, today):
        return []
    role = party.acts_for.role if party.acts_for else party.role
    kinds = [code for code, paper in CASE_PAPERS.items() if role in paper.served or role in paper.signed_by]
    served = PaperService.objects.filter(case=case, party__in=(party.pk, party.acts_for_id or party.pk)).values("paper")
    papers = Paper.objects.filter(subject_kind="case", subject_id=case.pk, state__in=OUT).select_related("pdf")
    return [p for p in papers.order_by("pk") if p.kind in kinds or p.pk in {row["paper"] for row in served}]
