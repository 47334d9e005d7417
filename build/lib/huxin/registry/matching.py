"""Is this record of an enterprise or a worker one that is known already, by which rule, and how sure is that?

A cascade of rules that anybody can read: matching.toml says how sure each is. Nothing is learned, nothing is hidden;
what is neither sure nor excluded waits for a person.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from huxin.orgs.personal import digest
from huxin.registry.models import Enterprise, EnterpriseName, Sighting, Worker
from huxin.registry.names import block, core, search_key
from huxin.registry.personal import Person

T = TypeVar("T", Enterprise, Worker)
_FILE = Path(__file__).with_name("matching.toml")
WORDS = {
    "code": "统一社会信用代码相同",
    "same_name": "同一县（市），名称相同",
    "decided": "以前经人工核对是同一企业",
    "other_name": "同一县（市），与曾用名、简称或品牌相同",
    "name_elsewhere": "名称相同，属地不同",
    "likeness": "字号相近",
    "id": "身份证件号码相同",
    "name_phone": "姓名和手机号相同",
    "variant_phone": "手机号相同，姓名写法相近",
    "phone": "仅手机号相同",
}


@cache
def settings() -> dict[str, Any]:
    """The thresholds, how sure each rule is, and the signs written one for the other."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A known thing that the record may be."""

    thing: T
    rule: str
    score: float

    @property
    def sure(self) -> bool:
        """They are one, without asking anybody."""
        return bool(self.score >= settings()["automatic"])

    @property
    def words(self) -> str:
        """Why, for whoever decides."""
        return f"{WORDS[self.rule]}（{self.score:.0%}）"


def likeness(one: str, other: str) -> float:
    """The Dice coefficient of the pairs of neighbouring signs of two texts, 0 to 1."""
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else float(one == other)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


@dataclass(frozen=True, slots=True)
class Firm:
    """What a source says of an enterprise, as far as it tells firms apart."""

    name: str
    credit_code: str
    area_id: str


class KnownFirms:
    """The enterprises that any of these records may be, read at once."""

    def __init__(self, records: Iterable[Firm]) -> None:
        given = list(records)
        codes = {record.credit_code for record in given if record.credit_code}
        self._codes = {e.credit_code: e for e in _firms().filter(credit_code__in=codes)} if codes else {}
        self._names: dict[str, list[tuple[EnterpriseName, str]]] = {}
        blocks = {block(record.name) for record in given}
        for row in EnterpriseName.objects.filter(block__in=blocks).select_related("enterprise__merged_into"):
            self._names.setdefault(row.block, []).append((row, core(row.name)))
        decided = Sighting.objects.filter(
            title__in={record.name for record in given}, state=Sighting.State.MATCHED, decided_at__isnull=False
        ).select_related("enterprise__merged_into")
        self._decided = {(row.title, row.area_id): row.enterprise for row in decided if row.enterprise}

    def matches(self, record: Firm) -> list[Match[Enterprise]]:
        """The likeliest first; one entry that is sure stands alone."""
        ranked = self.alike(record)
        sure = [match for match in ranked if match.sure]
        return sure if len(sure) == 1 else ranked

    def alike(self, record: Firm) -> list[Match[Enterprise]]:
        """All that it may be, the likeliest first."""
        if same := self._codes.get(record.credit_code):
            return [Match(_kept(same), "code", settings()["enterprise"]["code"])]
        if (told := self._decided.get((record.name, record.area_id))) and not _differ(record, told):
            return [Match(_kept(told), "decided", settings()["enterprise"]["decided"])]
        best: dict[int, Match[Enterprise]] = {}
        bare, key = core(record.name), search_key(record.name)
        for row, other in self._names.get(block(record.name), ()):
            match = _compared(record, key, bare, row, other)
            if match and (match.thing.pk not in best or best[match.thing.pk].score < match.score):
                best[match.thing.pk] = match
        return sorted(best.values(), key=lambda match: (-match.score, match.thing.pk))


def _firms() -> Any:
    return Enterprise.objects.select_related("area", "merged_into")


def _kept(enterprise: Enterprise) -> Enterprise:
    return enterprise.merged_into or enterprise


def _differ(record: Firm, firm: Enterprise) -> bool:
    """Both codes are known and are not the same."""
    return bool(record.credit_code and firm.credit_code and record.credit_code != firm.credit_code)


def _compared(record: Firm, key: str, bare: str, row: EnterpriseName, other: str) -> Match[Enterprise] | None:
    firm, sure = _kept(row.enterprise), settings()["enterprise"]
    if _differ(record, firm):
        return None
    if key == row.key:
        here = firm.area_id == record.area_id
        rule = ("same_name" if row.kind == EnterpriseName.Kind.CURRENT else "other_name") if here else "name_elsewhere"
        return Match(firm, rule, sure[rule])
    score = sure["likeness"] * likeness(bare, other)
    return Match(firm, "likeness", score) if score >= settings()["clerical"] else None


def match_worker(person: Person) -> list[Match[Worker]]:
    """The workers whom this person may be; one whose identity number differs is excluded."""
    sure = settings()["worker"]
    found: dict[int, Match[Worker]] = {}
    if person.id_digest:
        for worker in _workers(id_digest=person.id_digest):
            return [Match(worker, "id", sure["id"])]
    if not person.phone_digest:
        return []
    spellings = {digest("name", name) for name in variants(person.name)}
    for worker in _workers(phone_digest=person.phone_digest):
        if person.id_digest and worker.id_digest:
            continue
        rule = "phone"
        if worker.name_digest in spellings:
            rule = "name_phone" if worker.name_digest == person.name_digest else "variant_phone"
        found[worker.pk] = Match(worker, rule, sure[rule])
    return sorted(found.values(), key=lambda match: (-match.score, match.thing.pk))


def _workers(**known: str) -> Any:
    rows = Worker.objects.filter(**known).select_related("merged_into").order_by("pk")
    return [worker.merged_into or worker for worker in rows]


def variants(name: str) -> set[str]:
    """The name itself, and as it is written with one sign put for another that looks or sounds like it."""
    found = {name}
    for place, sign in enumerate(name):
        for group in settings()["worker"]["variants"]:
            if sign in group:
                found |= {name[:place] + other + name[place + 1 :] for other in group}
    return found
