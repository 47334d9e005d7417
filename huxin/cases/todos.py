"""Who of an office has yet to sign a record?"""

from huxin.cases import recorded, signing
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case
from huxin.cases.officers import officers_of
from huxin.cases.records import CaseTodo
from huxin.documents.models import Paper
from huxin.documents.papers import of_event
from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.orgs.models import User


def ask_to_sign(paper: Paper, case: Case) -> None:
    """Keep who of the office is still to sign a record, as its text and its signatures stand; said twice, the same."""
    if not CASE_PAPERS[paper.kind].there:
        return
    signed = signing.valid(paper).filter(party=None).values("user")
    asked = User.objects.filter(pk__in=[user.pk for user in _asked(paper, case)]).exclude(pk__in=signed)
    CaseTodo.objects.filter(paper=paper).exclude(user__in=asked).delete()
    rows = [CaseTodo(case=case, paper=paper, user=user) for user in asked]
    CaseTodo.objects.bulk_create(rows, ignore_conflicts=True)


def _asked(paper: Paper, case: Case) -> list[User]:
    """Those whom it names; where it takes several and names nobody, the two who have the case; nobody any more once
    enough of those have signed."""
    several = CASE_PAPERS[paper.kind].officials
    if several and not signing.missing_officials(paper, case):
        return []
    if names := recorded.whom_it_names(paper):
        return [user for user, _ in officers_of(case.organisation) if user.name in names]
    return [user for user in (case.officer, case.second_officer) if user is not None] if several else []


@react("paper.revised")
def ask_anew(event: Event) -> None:
    """A text that was changed is to be signed again."""
    paper = of_event(event)
    if paper.subject_kind == "case":
        ask_to_sign(paper, Case.objects.get(pk=paper.subject_id or 0))
