"""How is an issued document handed in, read, and corrected until it can be adopted?"""

from collections.abc import Callable
from datetime import datetime
from operator import itemgetter

from django.db import transaction
from django.db.models import F, QuerySet

from huxin.adoption import masking
from huxin.adoption.draft_edit import Draft, opened
from huxin.adoption.models import PlanDraft
from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import store
from huxin.journal.log import record, verb
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Area
from huxin.plans.likeness import LIKE, likeness
from huxin.plans.models import Plan
from huxin.plans.reading.files import Unreadable, read_file
from huxin.plans.reading.reader import read_plan

UPLOADED = verb("plan_draft.uploaded", "上传并解读方案，读出{goals}项任务、{warnings}条提示", ("goals", "warnings"))
CORRECTED = verb("plan_draft.corrected", "校正方案草稿")
SETTLED = verb("plan_draft.warning_settled", "处置解读提示（{warning}）", ("warning",))
DISCARDED = verb("plan_draft.discarded", "作废方案草稿")
_RIGHT = "plan.adopt"


def upload_draft(
    file: bytes,
    *,
    name: str,
    area: Area,
    by: Actor,
    at: datetime,
    parent: Plan | None = None,
    amends: Plan | None = None,
) -> PlanDraft:
    """Keep the document and read it. What cannot be read stays kept; classified material is refused and not kept."""
    require_at(by, _RIGHT, area.path)
    if amends is not None:
        refuse_other(amends, area)
        parent = amends.parent
    if parent is not None:
        require(by, "plan.view", parent)
    document = store.keep(file, name=name, org_path=area.path, by=by, at=at)
    try:
        read = _read(name, file)
    except Unreadable as error:
        raise NotPossible(f"“{document.name}”已保存，但读不出内容：{error.reason}。") from error
    with transaction.atomic():
        draft = PlanDraft.objects.create(
            document=document,
            area=area,
            parent=parent,
            amends=amends,
            org_path=area.path,
            data=opened(read),
            created_by_id=by.person(),
            created_at=at,
        )
        store.attach(document, subject=draft)
        record(
            UPLOADED, [draft], by=by, at=at, org_path=area.path, permission=_RIGHT,
            goals=len(read["goals"]), warnings=len(read["warnings"]),
        )  # fmt: skip
    return draft


def _read(name: str, file: bytes) -> Draft:
    """What the document says; where it names persons to call, it is read a second time with them hidden."""
    text = read_file(name, file)
    read: Draft = read_plan(text).to_json()
    kept = masking.masked(text, read)
    if kept == text:
        return read
    return {**read_plan(kept).to_json(), "warnings": masking.warned(read)}


def amendable(area: Area) -> QuerySet[Plan]:
    """The running plans of which a document issued there may be a new version."""
    return Plan.objects.filter(area=area, ended_on=None).order_by("-pk")


def refuse_other(plan: Plan, area: Area) -> None:
    """Only what runs in the same area is amended."""
    if not amendable(area).filter(pk=plan.pk).exists():
        raise NotPossible(f"《{plan.title}》不是{area.name}现行的方案，请重新选择修订哪个方案。")


def likest(draft: PlanDraft) -> Plan | None:
    """The running plan with the likest title, as a proposal; None where none is like it, or somebody has decided."""
    if draft.amends_id or draft.data.get("separate"):
        return None
    title = draft.data["title"] or ""
    score, plan = max(
        ((likeness(title, one.title), one) for one in amendable(draft.area)), key=itemgetter(0), default=(0.0, None)
    )
    return plan if score >= LIKE else None


def amended(draft: PlanDraft) -> Plan | None:
    """The running plan that this document is a new version of: as somebody chose, else the one of the same title."""
    if draft.amends_id or draft.data.get("separate"):
        return draft.amends
    same = Plan.objects.filter(area=draft.area_id, title=draft.data["title"] or "", parent=draft.parent_id)
    return same.filter(ended_on=None).order_by("-pk").first()


@transaction.atomic
def correct_draft(
    draft: PlanDraft, change: Callable[[Draft], Draft], *, version: int, by: Actor, at: datetime
) -> PlanDraft:
    """Put one correction of adoption.draft_edit into the draft, if it is still the one that was on the screen."""
    require(by, _RIGHT, draft)
    claim(draft, version=version, data=change(draft.data))
    record(CORRECTED, [draft], by=by, at=at, org_path=draft.org_path, permission=_RIGHT)
    return draft


@transaction.atomic
def settle_warning(draft: PlanDraft, *, index: int, reason: str, version: int, by: Actor, at: datetime) -> PlanDraft:
    """Say why a warning needs nothing more."""
    require(by, _RIGHT, draft)
    if not 0 <= index < len(draft.data["warnings"]):
        raise NotPossible("没有这条提示，请刷新页面查看。")
    if not reason.strip():
        raise NotPossible("请写明处置理由，如“已核对，原文如此”。")
    settled = {**draft.settled, str(index): f"{reason.strip()}（{by.name}）"}
    claim(draft, version=version, settled=settled)
    code = draft.data["warnings"][index]["code"]
    record(SETTLED, [draft], by=by, at=at, org_path=draft.org_path, permission=_RIGHT, warning=code)
    return draft


@transaction.atomic
def discard_draft(draft: PlanDraft, *, by: Actor, at: datetime) -> PlanDraft:
    """The draft will not become a plan; document and draft stay on file."""
    require(by, _RIGHT, draft)
    claim(draft, version=draft.version, state=PlanDraft.State.DISCARDED)
    record(DISCARDED, [draft], by=by, at=at, org_path=draft.org_path, permission=_RIGHT)
    return draft


def claim(draft: PlanDraft, *, version: int, **changes: object) -> None:
    """Change the open draft at this version; of two officers at once the second is told."""
    open_one = PlanDraft.objects.filter(pk=draft.pk, version=version, state=PlanDraft.State.OPEN)
    if not open_one.update(version=F("version") + 1, **changes):
        draft.refresh_from_db()
        if draft.state != PlanDraft.State.OPEN:
            raise NotPossible(f"这份草稿{draft.get_state_display()}，不能再修改。")
        raise NotPossible("这份草稿刚刚被他人修改过，请查看最新内容后再改，您填写的内容请先另行保存。")
    draft.refresh_from_db()
