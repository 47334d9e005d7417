"""Which sides of a dispute are in court over it now? Where both went there, the court joins their suits."""

from huxin.cases.models import Case
from huxin.cases.records import Move

SIDES = {"claimant": "劳动者", "respondent": "用人单位"}


def suing(case: Case) -> dict[str, Move]:
    """By role the suit of each side, the first before the second; one that was withdrawn or dismissed is none any
    more, and none lives on when the award was set aside. From the moves of the case as they were read."""
    found: dict[str, Move] = {}
    for move in sorted(case.moves.all(), key=lambda one: one.pk):
        if move.state == Move.State.DONE and move.action in ("sued", "sued_again", "sued_too"):
            found[_side(move)] = move
        elif move.state == Move.State.DONE and move.action == "one_out":
            found.pop(_side(move), None)
        elif move.state == Move.State.DONE and move.action == "annulled":
            found.clear()
    return found


def _side(move: Move) -> str:
    return next(role for role, words in SIDES.items() if words == move.facts["data"]["by_whom"])
