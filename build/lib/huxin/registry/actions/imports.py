"""How does a list of enterprises come in as a table: what would each line do, and then it is done?"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_code
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import allowed, require
from huxin.orgs.directory import areas
from huxin.orgs.personal import encrypt
from huxin.registry.actions.enterprises import Details, columns, differing, put
from huxin.registry.listing import HEADINGS, areas_by_name, read_row
from huxin.registry.matching import Firm, KnownFirms, Match
from huxin.registry.models import Enterprise, EnterpriseName, Sighting, Source
from huxin.registry.names import search_key, spelt
from huxin.registry.personal import RECORD

_EDIT = "registry.edit"
MOST = 2000
IMPORTED = verb(
    "enterprise.imported", "导入企业名单：新增{new}家，更新{changed}家，待核对{doubtful}家",
    ("new", "changed", "doubtful"),
)  # fmt: skip
Rows = Sequence[tuple[int, Mapping[str, Any]]]
_TITLES = {field.name: str(field.verbose_name) for field in Enterprise._meta.fields}
_TITLES |= {"area": "属地", "phone_digest": "联系电话"}
_SILENT = ("org_path", "phone_sealed")  # they go with another field


class Verdict(StrEnum):
    """What a line would do."""

    NEW = "新增"
    CHANGED = "更新"
    SAME = "无变化"
    DOUBTFUL = "待核对"
    WRONG = "有误"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it says and what would come of it."""

    number: int
    name: str
    verdict: Verdict
    words: str = ""
    enterprise: Enterprise | None = None
    details: Details | None = None
    match: Match[Enterprise] | None = None


def read_lines(rows: Rows, by: Actor) -> list[Line]:
    """What each line would do now. Nothing is written."""
    if not rows:
        raise NotPossible("表格里没有企业。请用导出的表格填写，第一行是列名。")
    if len(rows) > MOST:
        raise NotPossible(f"一次最多导入{MOST}家企业，请拆分后再导入。")
    missing = [h.title for h in HEADINGS if h.must and h.title not in rows[0][1]]
    if missing:
        raise NotPossible(f"表格缺少这些列：{'、'.join(missing)}。请用导出的表格填写。")
    places = areas_by_name(areas(by, _EDIT))
    read: list[tuple[int, str, Details] | Line] = []
    for number, cells in rows:
        try:
            read.append((number, *read_row(cells, places)))
        except NotPossible as wrong:
            read.append(Line(number, str(cells.get("企业名称") or ""), Verdict.WRONG, wrong.reason))
    known = KnownFirms(_firm(one[1], one[2]) for one in read if not isinstance(one, Line))
    seen: dict[object, int] = {}
    return [one if isinstance(one, Line) else _line(*one, known, seen, by) for one in read]


def _firm(name: str, details: Details) -> Firm:
    return Firm(name, normal_code(details.credit_code), details.area.pk)


def _line(number: int, name: str, details: Details, known: KnownFirms, seen: dict[object, int], by: Actor) -> Line:
    firm = _firm(name, details)
    mark = firm.credit_code or (search_key(name), details.area.pk)
    if seen.setdefault(mark, number) != number:
        return Line(number, name, Verdict.WRONG, f"与第{seen[mark]}行重复")
    matches = known.matches(firm)
    if matches and matches[0].sure and len([m for m in matches if m.sure]) == 1:
        return _known(number, name, details, matches[0], by)
    if matches:
        words = "；".join(f"可能是“{m.thing.name}”：{m.words}" for m in matches[:3])
        return Line(number, name, Verdict.DOUBTFUL, words, details=details, match=matches[0])
    return Line(number, name, Verdict.NEW, details=details)


def _known(number: int, name: str, details: Details, match: Match[Enterprise], by: Actor) -> Line:
    """A line about a firm that is there: what it would change. An empty cell changes nothing, nor does the name."""
    firm = match.thing
    if not allowed(by, _EDIT, firm):
        return Line(number, name, Verdict.WRONG, f"该企业已登记在{firm.area.name}，不归您管辖")
    changes = said_anew(firm, details)
    words = [f"更新{'、'.join(_TITLES[n] for n in changes if n not in _SILENT)}"] if changes else []
    if search_key(name) != search_key(firm.name):
        words.append(f"现登记名称为“{firm.name}”，名称不会改动，请核对后单独变更")
    verdict = Verdict.CHANGED if changes else Verdict.SAME
    return Line(number, name, verdict, "；".join(words), firm, details, match)


def said_anew(firm: Enterprise, details: Details) -> dict[str, object]:
    """What the details say otherwise than it is kept; what they leave empty says nothing."""
    given = {name: value for name, value in columns(details).items() if value not in ("", None, False)}
    if firm.organisation_id is not None:
        given.pop("area")
    elif details.area.pk != firm.area_id:
        given["org_path"] = details.area.path
    return differing(firm, given)


@transaction.atomic
def import_enterprises(rows: Rows, *, by: Actor, at: datetime) -> Counter[Verdict]:
    """Do what the lines say: enter what is new, write what changed, put what is doubtful before a person."""
    require(by, _EDIT)
    lines, cells = read_lines(rows, by), dict(rows)
    made = _enter([line for line in lines if line.verdict is Verdict.NEW], at)
    for line in lines:
        if line.verdict is Verdict.CHANGED and line.enterprise and line.details:
            put(line.enterprise, said_anew(line.enterprise, line.details), line.enterprise.version)
    _note(lines, made, cells, at)
    counts = Counter(line.verdict for line in lines)
    if not counts[Verdict.NEW] + counts[Verdict.CHANGED] + counts[Verdict.DOUBTFUL]:
        raise NotPossible("表格中没有可以保存的内容：没有新增、更新或待核对的企业。")
    changed = [line.enterprise for line in lines if line.verdict is Verdict.CHANGED and line.enterprise]
    record(
        IMPORTED, [*made.values(), *changed], by=by, at=at, org_path=by.reaches(_EDIT)[0], permission=_EDIT,
        new=counts[Verdict.NEW], changed=counts[Verdict.CHANGED], doubtful=counts[Verdict.DOUBTFUL],
    )  # fmt: skip
    return counts


def _enter(lines: list[Line], at: datetime) -> dict[int, Enterprise]:
    """The new firms with their names, all at once; by the number of their line."""
    firms = [
        Enterprise(
            name=line.name, org_path=line.details.area.path, source=Source.FILE, registered_at=at,
            **columns(line.details),
        )
        for line in lines
        if line.details
    ]  # fmt: skip
    made = Enterprise.objects.bulk_create(firms, batch_size=500)
    names = [(firm, EnterpriseName.Kind.CURRENT, firm.name) for firm in made]
    names += [(firm, EnterpriseName.Kind.SHORT, firm.short_name) for firm in made if firm.short_name]
    EnterpriseName.objects.bulk_create(
        [EnterpriseName(enterprise=firm, kind=kind, name=name, **spelt(name)) for firm, kind, name in names],
        batch_size=500,
    )
    return {line.number: firm for line, firm in zip(lines, made, strict=True)}


def _note(lines: list[Line], made: dict[int, Enterprise], cells: dict[int, Mapping[str, Any]], at: datetime) -> None:
    """What the source said, line by line, as it came."""
    states = {
        Verdict.NEW: Sighting.State.NEW, Verdict.CHANGED: Sighting.State.MATCHED,
        Verdict.SAME: Sighting.State.MATCHED, Verdict.DOUBTFUL: Sighting.State.WAITING,
    }  # fmt: skip
    Sighting.objects.bulk_create(
        [
            Sighting(
                kind=Sighting.Kind.ENTERPRISE, source=Source.FILE, title=line.name, area=line.details.area,
                record_sealed=encrypt(json.dumps(cells[line.number], ensure_ascii=False, default=str), RECORD),
                org_path=line.details.area.path, state=states[line.verdict],
                rule=line.match.rule if line.match else "", seen_at=at,
                enterprise=line.enterprise or made.get(line.number),
            )
            for line in lines
            if line.verdict in states and line.details
        ],
        batch_size=500,
    )  # fmt: skip
