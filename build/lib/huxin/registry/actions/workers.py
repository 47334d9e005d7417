"""How does a worker get into the registry without ever being entered twice, and who saw his data in clear?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_text
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Area, User
from huxin.registry.models import Enterprise, PlatformWorker, Source, Worker
from huxin.registry.personal import Person, person_of, read_person, sealed

_EDIT, _REVEAL = "registry.edit", "registry.reveal"
PURPOSES = {
    "contact": "联系当事人",
    "verify": "核对身份",
    "case": "办理案件",
    "serve": "送达文书",
    "aid": "援助帮扶",
}
REGISTERED = verb("worker.registered", "登记劳动者（来源：{registry_source}）", ("registry_source",))
RECOGNISED = verb(
    "worker.recognised",
    "再次登记，认出是已登记的劳动者（补充{filled}项，来源：{registry_source}）",
    ("filled", "registry_source"),
)
CORRECTED = verb("worker.corrected", "更正劳动者资料（{fields}项）", ("fields",))
MERGED = verb("worker.merged", "并入另一条劳动者登记，原登记保留", ("into",))
REVEALED = verb(
    "worker.revealed", "查看完整姓名、证件号码和手机号（用途：{reveal_purpose}）", ("reveal_purpose",), PARTIES
)
KEY_LINKED = verb("worker.key_linked", "对应平台账号")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a worker beside name and numbers."""

    area: Area
    rural: str = Worker.Rural.UNKNOWN
    occupation: str = ""


@transaction.atomic
def register_worker(
    *, name: str, identity: str = "", phone: str = "", about: About, source: str = Source.TYPED,
    user: User | None = None, by: Actor, at: datetime,
) -> Worker:  # fmt: skip
    """The worker with this identity number, else with this name and phone; entered if he is not there yet.

    What was not known of one who is there is filled in, nothing is overwritten. Somebody who is logged in may
    enter himself (`user`); anybody else needs the right at the place.
    """
    if user is None or user.pk != by.user_id:
        require_at(by, _EDIT, about.area.path)
    person = read_person(name=name, identity=identity, phone=phone)
    if not person.identity and not person.phone:
        raise NotPossible("请至少填写身份证号或手机号之一，否则认不出是不是同一个人。")
    worker = find(person)
    if worker is not None:
        return _recognise(worker, person, about, user, source, by, at)
    worker = _insert(person, about, user, source, at)
    if worker is None:  # somebody was a moment quicker
        return _recognise(_must_find(person), person, about, user, source, by, at)
    record(
        REGISTERED, [worker], by=by, at=at, org_path=worker.org_path, permission=_EDIT, registry_source=worker.source
    )  # fmt: skip
    return worker


def find(person: Person) -> Worker | None:
    """Who this is: by identity number; else by name and phone, unless another identity number is known of him."""
    if person.id_digest:
        worker = Worker.objects.filter(id_digest=person.id_digest).first()
        if worker is not None:
            return kept(worker)
    if not person.phone_digest:
        return None
    same = Worker.objects.filter(name_digest=person.name_digest, phone_digest=person.phone_digest)
    if person.id_digest:
        same = same.filter(id_digest=None)
    worker = same.filter(merged_into=None).order_by("pk").first() or same.order_by("pk").first()
    return kept(worker) if worker else None


def kept(worker: Worker) -> Worker:
    """The entry that goes on where two were joined."""
    return worker.merged_into or worker


def _must_find(person: Person) -> Worker:
    worker = find(person)
    if worker is None:
        raise NotPossible("登记时发生冲突，请再提交一次。")
    return worker


def _insert(person: Person, about: About, user: User | None, source: str, at: datetime) -> Worker | None:
    try:
        with transaction.atomic():
            return Worker.objects.create(
                user=user, area=about.area, org_path=about.area.path, rural=Worker.Rural(about.rural),
                occupation=normal_text(about.occupation), source=Source(source), registered_at=at, **sealed(person),
            )  # fmt: skip
    except IntegrityError:
        if user is not None and Worker.objects.filter(user=user).exists():
            raise NotPossible("您的账号已经对应一名劳动者，如资料有误请联系受理人员更正。") from None
        return None


def _recognise(
    worker: Worker, person: Person, about: About, user: User | None, source: str, by: Actor, at: datetime
) -> Worker:
    """Fill in what was not known."""
    known, new = person_of(worker), sealed(person)
    values: dict[str, object] = {}
    if person.identity and not known.identity:
        values |= {name: new[name] for name in ("id_sealed", "id_digest")}
    if person.phone and not known.phone:
        values |= {name: new[name] for name in ("phone_sealed", "phone_digest")}
    if about.rural != Worker.Rural.UNKNOWN and worker.rural == Worker.Rural.UNKNOWN:
        values["rural"] = Worker.Rural(about.rural)
    if about.occupation and not worker.occupation:
        values["occupation"] = normal_text(about.occupation)
    if user is not None and worker.user_id is None:
        values["user"] = user
    if values:
        _put(worker, values, worker.version)
    filled = len([name for name in values if not name.endswith("_sealed")])
    record(
        RECOGNISED, [worker], by=by, at=at, org_path=worker.org_path, permission=_EDIT, filled=filled,
        registry_source=Source(source),
    )  # fmt: skip
    return worker


@transaction.atomic
def correct_worker(
    worker: Worker, *, name: str = "", identity: str = "", phone: str = "", about: About, version: int, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Write what is known now; what is left empty of name and numbers stays. The number of fields that changed."""
    require(by, _EDIT, worker)
    known = person_of(worker)
    person = read_person(name=name or known.name, identity=identity or known.identity, phone=phone or known.phone)
    new = sealed(person)
    values: dict[str, object] = {}
    for field in ("name", "id", "phone"):
        if new[f"{field}_digest"] != (getattr(worker, f"{field}_digest")):
            values |= {f"{field}_sealed": new[f"{field}_sealed"], f"{field}_digest": new[f"{field}_digest"]}
    plain = {
        "area": about.area, "org_path": about.area.path, "rural": Worker.Rural(about.rural),
        "occupation": normal_text(about.occupation),
    }  # fmt: skip
    values |= {field: value for field, value in plain.items() if getattr(worker, field) != value}
    _put(worker, values, version)
    changed = len([field for field in values if field != "org_path" and not field.endswith("_sealed")])
    if changed:
        record(CORRECTED, [worker], by=by, at=at, org_path=worker.org_path, permission=_EDIT, fields=changed)
    return changed


def _put(worker: Worker, values: dict[str, object], version: int) -> None:
    """Write if nobody else wrote meanwhile; the database decides whether a number is somebody else's."""
    turn = Worker.objects.filter(pk=worker.pk, version=version)
    try:
        with transaction.atomic():
            if not (turn.update(**values, version=version + 1) if values else turn.exists()):
                raise NotPossible("这名劳动者的资料刚刚被别人修改过，请刷新页面，核对后重新填写。")
    except IntegrityError:
        raise NotPossible(
            "这个证件号码（或同一姓名和手机号）已登记为另一名劳动者，请核对，或先合并两条登记。"
        ) from None
    worker.refresh_from_db()


@transaction.atomic
def merge_workers(duplicate: Worker, *, into: Worker, by: Actor, at: datetime) -> None:
    """Two entries are one person: the one stays as it was and points to the other."""
    require(by, _EDIT, duplicate)
    require(by, _EDIT, into)
    if into.pk == duplicate.pk or into.merged_into_id is not None:
        raise NotPossible("请选择另一条尚未并入他处的劳动者登记。")
    if duplicate.id_digest and into.id_digest:
        raise NotPossible("两条登记的证件号码不同，是两个人，不能合并。")
    if duplicate.id_digest or (duplicate.user_id and not into.user_id):
        raise NotPossible("请反过来合并：有证件号码或已开通账号的那一条应当保留。")
    if not Worker.objects.filter(pk=duplicate.pk, merged_into=None).update(merged_into=into):
        raise NotPossible("这条登记已经并入他处，请刷新后查看。")
    Worker.objects.filter(merged_into=duplicate).update(merged_into=into)
    duplicate.refresh_from_db()
    record(MERGED, [duplicate, into], by=by, at=at, org_path=into.org_path, permission=_EDIT, into=into.pk)


@transaction.atomic
def reveal(worker: Worker, *, purpose: str, by: Actor, at: datetime) -> Person:
    """Name and numbers in clear, for a purpose; the worker sees who looked."""
    require(by, _REVEAL, worker)
    if purpose not in PURPOSES:
        raise NotPossible("请选择查看的用途。")
    record(
        REVEALED, [worker], by=by, at=at, org_path=worker.org_path, permission=_REVEAL, reveal_purpose=purpose
    )  # fmt: skip
    return person_of(worker)


@transaction.atomic
def link_platform_worker(
    platform: Enterprise, *, key: str, worker: Worker | None = None, by: Actor, at: datetime
) -> PlatformWorker:
    """Note the key under which a platform knows a person, and whose it is as soon as that is known."""
    if not by.can(_EDIT):
        raise PermissionDenied(_EDIT)
    require(by, "registry.view", platform)
    if worker is not None:
        require(by, _EDIT, worker)
    plain = normal_text(key)
    if platform.kind != Enterprise.Kind.PLATFORM or not 0 < len(plain) <= 80:
        raise NotPossible("平台账号须属于一家平台企业，且不超过80个字。")
    row, _ = PlatformWorker.objects.get_or_create(platform=platform, key=plain)
    free = PlatformWorker.objects.filter(pk=row.pk, worker=None)
    if worker is not None and row.worker_id != worker.pk and not free.update(worker=worker):
        raise NotPossible("这个平台账号已对应另一名劳动者，请先核对。")
    row.refresh_from_db()
    path = worker.org_path if worker else platform.org_path
    record(KEY_LINKED, [platform, *([worker] if worker else [])], by=by, at=at, org_path=path, permission=_EDIT)
    return row
