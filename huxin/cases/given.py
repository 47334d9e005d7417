"""What was given with an action, in the words of its form?"""

from datetime import date, datetime

from django.utils.module_loading import import_string

from huxin.base.chinese import spoken_date
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case
from huxin.cases.records import Move


def given(move: Move, thing: Case, at: datetime, *, only: str = "") -> list[tuple[str, str]]:
    """What was given with an action: the label of each field of its form (or of one `only`), and the value."""
    facts = move.facts
    data = {name: value for name, value in facts.get("data", {}).items() if value not in ("", None)}
    if only:
        data, facts = {name: value for name, value in data.items() if name == only}, {}
    if not data and "reason" not in facts:
        return []
    action = procedure_of(thing).action(move.action)
    form = import_string(action.form)
    fields = form.base_fields if set(data) <= set(form.base_fields) else form(case=thing, at=at).fields
    lines = [(str(fields[name].label), _in_words(value)) for name, value in data.items() if name in fields]
    if "reason" not in data and facts.get("reason"):
        lines.append(("理由", facts["reason"]))
    return lines


def _in_words(value: object) -> str:
    """What was given; a day as people write it."""
    try:
        return spoken_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
