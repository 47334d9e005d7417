"""What was settled for the trial of a dispute: who sits, when and where is it heard, and who was called to it?"""

from datetime import date
from typing import Any

from huxin.base.chinese import spoken_date
from huxin.cases import signing
from huxin.cases.models import Case, Party
from huxin.cases.records import Move, last_done
from huxin.documents.models import Paper

SIDES = (("申请人", Party.Role.CLAIMANT), ("被申请人", Party.Role.RESPONDENT), ("第三人", Party.Role.THIRD))


def panel_of(case: Case) -> dict[str, Any] | None:
    """The panel as it was formed last."""
    return _last(case, "form_panel", "change_panel")


def hearing_of(case: Case) -> dict[str, Any] | None:
    """The hearing as it was set last."""
    return _last(case, "set_hearing", "postpone")


def away(given: dict[str, Any]) -> list[str]:
    """Who stayed away from a hearing, by roles; what was written down before there were third parties in it told of the
    respondent alone."""
    before = [str(Party.Role.RESPONDENT.value)] if given.get("in_absence") else []
    return list(given.get("away", before))


def drawn_in(case: Case) -> list[dict[str, Any]]:
    """The firms that were drawn into the case, as that was written down."""
    done = (one for one in case.moves.all() if one.action == "add_party" and one.state == Move.State.DONE)
    return [one.facts["data"] for one in done]


def was_drawn_in(party: Party) -> bool:
    """Is it one of them?"""
    return party.enterprise_id in [one["enterprise_id"] for one in drawn_in(party.case)]


def was_called(case: Case, role: str) -> bool:
    """Was the newest notice of a hearing served before it on everybody in this role, or on who acts for him?"""
    notices = Paper.objects.filter(subject_kind="case", subject_id=case.pk, kind="arbitration_hearing")
    newest = notices.exclude(state=Paper.State.VOIDED).order_by("-pk").first()
    hearing = hearing_of(case)
    if newest is None or hearing is None:
        return False
    asked = case.parties.filter(role=role, left_at=None).values_list("pk", flat=True)
    return {*asked} <= signing.reached(newest, case, until=date.fromisoformat(hearing["held_on"]))


def tried(case: Case) -> str:
    """On which days it was heard, and who stayed away from the last of them (调解仲裁法 art. 36)."""
    held = case.moves.filter(action="hold_hearing", state=Move.State.DONE).order_by("pk")
    days = "、".join(spoken_date(date.fromisoformat(one.facts["data"]["held_on"])) for one in held)
    absent = away(_last(case, "hold_hearing") or {})
    who = "、".join(title for title, role in SIDES if role in absent)
    return f"于{days}开庭审理" + (f"，{who}收到书面通知，无正当理由没有到庭，本委依法缺席裁决" if who else "")


def defence_of(case: Case) -> str:
    """What the respondent answered to the application last; nothing where it did not answer."""
    return str((_last(case, "defend") or {}).get("defence", ""))


def _last(case: Case, *names: str) -> dict[str, Any] | None:
    move = last_done(case, *names)
    data: dict[str, Any] | None = move.facts["data"] if move else None
    return data
