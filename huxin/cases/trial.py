"""What was settled for the trial of a dispute: who sits, and when and where is it heard?"""

from typing import Any

from huxin.cases.models import Case
from huxin.cases.records import last_done


def panel_of(case: Case) -> dict[str, Any] | None:
    """The panel as it was formed last."""
    return _last(case, "form_panel", "change_panel")


def hearing_of(case: Case) -> dict[str, Any] | None:
    """The hearing as it was set last."""
    return _last(case, "set_hearing", "postpone")


def defence_of(case: Case) -> str:
    """What the respondent answered to the application last; nothing where it did not answer."""
    return str((_last(case, "defend") or {}).get("defence", ""))


def _last(case: Case, *names: str) -> dict[str, Any] | None:
    move = last_done(case, *names)
    data: dict[str, Any] | None = move.facts["data"] if move else None
    return data
