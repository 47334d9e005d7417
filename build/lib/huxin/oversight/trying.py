"""What if the law said otherwise: whom does it help, and what would firms owe? Worked out in the background."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huxin.base.errors import NotPossible
from huxin.law.at import table
from huxin.law.catalogue import entry
from huxin.law.parameters import Force, Parameter, Status
from huxin.law.units import Unit
from huxin.oversight import figures, places
from huxin.oversight.checking import accepted_files, beside_files
from huxin.oversight.models import Trial
from huxin.oversight.queries import counted_deliveries
from huxin.oversight.scanning import holidays

if TYPE_CHECKING:
    from huxin.oversight.scan.what_if import WhatIf

_SINCE = date(2000, 1, 1)
MOST_FIRMS = 100


def run_trial(trial: Trial, *, at: datetime) -> None:
    """Run it and keep the sums alone: no finding and no worker is written down. Safe to repeat."""
    unsettled = Trial.objects.filter(pk=trial.pk, state__in=(Trial.State.WAITING, Trial.State.RUNNING))
    if not unsettled.update(state=Trial.State.RUNNING):
        return
    try:
        result = _told(_try(trial))
    except NotPossible as refusal:
        unsettled.update(state=Trial.State.FAILED, reason=refusal.reason, finished_at=at)
        return
    unsettled.update(state=Trial.State.DONE, result=result, finished_at=at)


def _try(trial: Trial) -> "WhatIf":
    from huxin.oversight.scan.what_if import what_if

    deliveries = counted_deliveries(trial.month, trial.org_path)
    files = [path for delivery in deliveries for path in accepted_files(delivery)]
    folder = places.scan_folder(trial.area_id, trial.month) / "trials"  # the month alone, apart from the scan's orders
    sessions = [path for delivery in deliveries for path in beside_files(delivery, "sessions")]
    return what_if(
        files,
        sessions=sessions,
        work=folder,
        table=table(),
        supposed=[supposed(trial)],
        holidays=holidays(),
        area=trial.area_id,
    )


def supposed(trial: Trial) -> Parameter:
    """The figure as if it were law in the whole area."""
    return Parameter(
        code=trial.code, value=trial.value, unit=Unit(trial.unit), area=trial.area_id, force=Force.MANDATORY,
        valid_from=_SINCE, document="试算", status=Status.UNVERIFIED,
    )  # fmt: skip


def _told(found: "WhatIf") -> dict[str, Any]:
    """The sums by rule and by firm, with rules in words."""
    names = ("findings_before", "findings_after", "owed_before_fen", "owed_after_fen", "gaining", "losing")
    changes = [
        {"title": figures.title_of(one.rule), **{name: getattr(one, name) for name in names}} for one in found.changes()
    ]
    firms = [
        {"title": figures.title_of(row["rule"]), "firm": row["partner"] or row["enterprise"],
         "platform": row["platform"], "before": row["before_fen"], "after": row["after_fen"],
         "found_before": row["findings_before"], "found_after": row["findings_after"]}
        for row in found.firms.to_pylist()
        if row["before_fen"] != row["after_fen"] or row["findings_before"] != row["findings_after"]
    ]  # fmt: skip
    firms.sort(key=lambda row: (row["before"] - row["after"], row["found_before"] - row["found_after"]))
    return {"changes": changes, "firms": firms[:MOST_FIRMS], "only_after": [
        figures.title_of(rule) for rule in found.asked_only_after]}  # fmt: skip


def words_of(trial: Trial) -> tuple[str, str]:
    """The figure that was tried: its title and its value."""
    known = entry(trial.code)
    return known.title, supposed(trial).words
