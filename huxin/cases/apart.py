"""Who may not decide on a matter, because he made the decision that is looked at again?"""

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES, Action, Procedure
from huxin.cases.records import Move
from huxin.documents.models import ApprovalStep, Paper

BARRED = "所审查的原决定由您作出或签发，应当由其他负责人审查签发。"


def made_by(case: Case, procedure: Procedure, action: Action) -> set[int]:
    """Whoever proposed or signed one of the decisions from which this action is kept apart."""
    decisions = dict(procedure.apart).get(action.code)
    if not decisions:
        return set()
    done = Move.objects.filter(case=case, action__in=decisions, state=Move.State.DONE)
    asked = ApprovalStep.objects.filter(paper__in=done.values("paper"), state=ApprovalStep.State.DECIDED)
    people = {*done.values_list("user", flat=True), *asked.values_list("acted_by", flat=True)}
    return {pk for pk in people if pk is not None}


def demand(case: Case, procedure: Procedure, action: Action, by: Actor) -> None:
    """Refuse to whoever made the decision that is looked at again."""
    if by.user_id in made_by(case, procedure, action):
        raise NotPossible(f"原决定由您作出或签发，“{action.title}”应当由其他人员办理。")


def barred(paper: Paper) -> set[int]:
    """Who may not sign the paper on which such an action waits."""
    move = Move.objects.filter(paper=paper).select_related("case").first()
    if move is None:
        return set()
    procedure = PROCEDURES[move.case.procedure]
    return made_by(move.case, procedure, procedure.action(move.action))
