"""What do cases say of an enterprise in its file (一企一档): which there were, what was ordered, what was found?

By subject and office, without anybody's name and words: the file is printed and taken along on a visit.
"""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.money import yuan
from huxin.cases.actions.opening import procedure_of
from huxin.cases.forms.rectification import SURVEY, problems_in
from huxin.cases.models import SAID, Case, Measure
from huxin.cases.records import Move
from huxin.orgs.access import visible
from huxin.registry.dossier import Part, Row, part
from huxin.registry.models import Enterprise
from huxin.registry.queries import family

NEWEST = 20
_NOTE = f"最近{NEWEST}件；更早的在案件列表按企业查找。"


def _cases(enterprise: Enterprise, by: Actor) -> QuerySet[Case]:
    return visible(Case, by).filter(enterprise__in=family(enterprise), merged_into=None)


def _url(case: Case) -> str:
    return reverse("workbench:case", args=[case.number])


@part(40)
def cases(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """The newest cases on this firm that this person may open."""
    rows = list(_cases(enterprise, by).select_related("organisation").order_by("-pk")[:NEWEST])
    lines = tuple(
        Row(
            (
                _day(localtime(case.opened_at).date()), procedure_of(case).title, case.get_topic_display(),
                case.organisation.short_name, procedure_of(case).step(case.step).title,
            ),
            _url(case),
        )
        for case in rows
    )  # fmt: skip
    note = _NOTE if len(rows) == NEWEST else ""
    return Part("案件", ("登记", "程序", "事项", "承办单位", "环节"), lines, note) if rows else None


@part(42)
def measures(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """What was ordered or imposed, and whether the firm complied with it."""
    rows = Measure.objects.filter(case__in=_cases(enterprise, by)).exclude(kind=Measure.Kind.GUIDANCE)
    lines = tuple(
        Row(
            (
                _day(row.taken_on), row.get_kind_display(), row.text, yuan(row.amount_fen) if row.amount_fen else "",
                _complied(row), _public(row),
            ),
            _url(row.case),
        )
        for row in rows.select_related("case").order_by("-pk")[:NEWEST]
    )  # fmt: skip
    headings = ("作出", "措施", "内容", "金额（元）", "履行情况", "公布")
    return Part("措施和处理处罚", headings, lines) if lines else None


@part(44)
def inspections(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """What each survey of a planned inspection found, item by item."""
    surveys = Move.objects.filter(
        case__in=_cases(enterprise, by), case__procedure__startswith="inspection/", action="survey",
        state=Move.State.DONE,
    )  # fmt: skip
    lines = tuple(
        Row((_day(localtime(move.made_at).date()), *_found(move)), _url(move.case))
        for move in surveys.select_related("case").order_by("-pk")[:NEWEST]
    )
    return Part("专项监察检查清单", ("检查日期", "存在问题", "符合或不涉及"), lines) if lines else None


def _found(move: Move) -> tuple[str, str]:
    """The problems with what was written of them, and how many questions had none."""
    problems = problems_in(move)
    return "；".join(problems) or "无", f"{len(SURVEY) - len(problems)}项"


def _complied(row: Measure) -> str:
    """What became of it; of what was only said, nothing is asked."""
    return row.get_result_display() or ("" if row.kind in SAID else "未登记")


def _public(row: Measure) -> str:
    """Since when it is public, and since when no more."""
    return _day(row.published_on) + (f"（{_day(row.withdrawn_on)}撤回）" if row.withdrawn_on else "")


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
