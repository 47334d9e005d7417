"""How does a unit break its duty down to its own offices and people, and roll the parts up again? (分解)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Duty, SubDuty

ADDED = verb("duty.part_added", "分解任务，承办时限{part_due_on}", ("part_due_on",))
CHANGED = verb("duty.part_changed", "调整分解任务，承办时限{part_due_on}", ("part_due_on",))
COMPLETED = verb("duty.part_completed", "完成一项分解任务")
CANCELLED = verb("duty.part_cancelled", "取消一项分解任务")
_RIGHT = "duty.report"


@dataclass(frozen=True, slots=True)
class Given:
    """To whom a part is given, what and by when; an office or a person need not have an account here."""

    text: str
    office: Organisation | None = None
    office_name: str = ""
    person: User | None = None
    person_name: str = ""
    due_on: date | None = None

    def columns(self, duty: Duty) -> dict[str, object]:
        """The columns of the row, checked."""
        office_name = self.office_name.strip() or (self.office.short_name if self.office else "")
        if not office_name:
            raise NotPossible("请填写承办科室（单位）。")
        if not self.text.strip():
            raise NotPossible("请写明分解内容。")
        if self.office is not None and not self.office.path.startswith((duty.org_path, duty.organisation.area.path)):
            raise NotPossible(f"“{self.office.name}”不在本单位或本县（市）内，不能把任务分解给它。")
        return {
            "text": self.text.strip(),
            "office": self.office,
            "office_name": office_name,
            "person": self.person,
            "person_name": self.person_name.strip() or (self.person.name if self.person else ""),
            "due_on": self.due_on,
        }


@transaction.atomic
def add_part(duty: Duty, given: Given, *, by: Actor, at: datetime) -> SubDuty:
    """Give a part of the duty to an office or a person."""
    require(by, _RIGHT, duty)
    if duty.ended_on is not None:
        raise NotPossible("这项责任已经终止，不能再分解。")
    part = SubDuty.objects.create(duty=duty, **given.columns(duty))
    record(ADDED, [duty, part], by=by, at=at, org_path=duty.org_path, permission=_RIGHT, part_due_on=given.due_on)
    return part


@transaction.atomic
def change_part(part: SubDuty, given: Given, *, by: Actor, at: datetime) -> SubDuty:
    """Another office, person, day or text."""
    require(by, _RIGHT, part)
    _claim(part, **given.columns(part.duty))
    record(
        CHANGED, [part.duty, part], by=by, at=at, org_path=part.duty.org_path, permission=_RIGHT,
        part_due_on=given.due_on,
    )  # fmt: skip
    return part


@transaction.atomic
def complete_part(part: SubDuty, *, result: str, by: Actor, at: datetime) -> SubDuty:
    """It is done, and what came of it; the next report is prefilled with it."""
    require(by, _RIGHT, part)
    if not result.strip():
        raise NotPossible("请写明完成情况。")
    _claim(part, done_at=at, result=result.strip())
    record(COMPLETED, [part.duty, part], by=by, at=at, org_path=part.duty.org_path, permission=_RIGHT)
    return part


@transaction.atomic
def cancel_part(part: SubDuty, *, by: Actor, at: datetime) -> SubDuty:
    """It is not needed any more."""
    require(by, _RIGHT, part)
    _claim(part, cancelled_at=at)
    record(CANCELLED, [part.duty, part], by=by, at=at, org_path=part.duty.org_path, permission=_RIGHT)
    return part


def _claim(part: SubDuty, **changes: object) -> None:
    if not SubDuty.objects.filter(pk=part.pk, done_at=None, cancelled_at=None).update(**changes):
        raise NotPossible("这项分解任务已经完成或取消，请刷新页面查看。")
    part.refresh_from_db()


def open_parts(duties: Iterable[Duty]) -> QuerySet[SubDuty]:
    """The parts of these duties that are neither done nor cancelled."""
    return SubDuty.objects.filter(duty__in=list(duties), done_at=None, cancelled_at=None)


def rolled_up(parts: Iterable[SubDuty]) -> str:
    """The results of the finished among these parts, one line each: the start of a text about the whole duty."""
    done = [(part.done_at, part.pk, part) for part in parts if part.done_at and not part.cancelled_at]
    return "\n".join(f"{part.office_name}：{part.result}" for _, _, part in sorted(done, key=lambda one: one[:2]))
