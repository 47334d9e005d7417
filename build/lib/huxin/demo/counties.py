"""Which counties have issued a plan of their own? One for every task, one that has left two out; six have not yet."""

from datetime import datetime

from huxin.adoption.actions.adopt import adopt
from huxin.adoption.actions.drafts import upload_draft
from huxin.demo import cast
from huxin.orgs.models import Area
from huxin.plans.child_plans import map_goals, suggestions
from huxin.plans.models import Plan

ISSUED = (("yanshan", "532622", ()), ("maguan", "532625", (11, 18)))  # who, for which county, without which tasks
_OWED = "责任单位：县人力资源和社会保障局牵头，县总工会配合。"
_STEPS = (
    "县人力资源和社会保障局梳理本县平台企业和合作企业，建立清单，每季度更新。",
    "各乡镇配合走访站点和劳动者集中的商圈，把问题收集上来。",
    "结合赶集日和农闲时节开展服务，方便务工人员参加。",
)


def issue_plans(plan: Plan, at: datetime) -> None:
    """The counties upload theirs below the prefecture's, and say which task serves which."""
    for login, code, left_out in ISSUED:
        area, by = Area.objects.get(pk=code), cast.act_as(login, at)
        text = _text(area, plan, left_out)
        draft = upload_draft(text.encode(), name="实施方案.txt", area=area, parent=plan, by=by, at=at)
        child = adopt(draft, tracked_from=at.date(), by=by, at=at)
        map_goals(child, suggestions(child), by=by, at=at)


def _text(area: Area, plan: Plan, left_out: tuple[int, ...]) -> str:
    kept = [goal.title for goal in plan.goals.order_by("number") if goal.number not in left_out]
    tasks = "".join(
        f"（{number}）{title}。{_STEPS[number % len(_STEPS)]}\n\n{_OWED}\n\n" for number, title in enumerate(kept, 1)
    )
    return (
        f"{area.name}维护新就业形态劳动者劳动保障权益实施方案\n\n为落实州工作方案，结合本县实际，制定本方案。\n\n"
        f"一、主要任务\n\n{tasks}工作专班办公室设在县人力资源和社会保障局。\n"
    )
