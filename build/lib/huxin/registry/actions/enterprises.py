"""How does an enterprise get into the registry, how is its entry corrected, and how are two entries joined?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name, normal_text, read_credit_code
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Area
from huxin.orgs.personal import digest, encrypt
from huxin.registry.models import Enterprise, EnterpriseName, Source
from huxin.registry.names import spelt
from huxin.registry.personal import ENTERPRISE_PHONE

_EDIT, _OWN = "registry.edit", "registry.own"
REGISTERED = verb("enterprise.registered", "登记企业（来源：{registry_source}）", ("registry_source",))
CORRECTED = verb("enterprise.corrected", "更正企业资料（{fields}项）", ("fields",))
OWN_CHANGED = verb("enterprise.own_changed", "企业更新联系方式和住所（{fields}项）", ("fields",))
RENAMED = verb("enterprise.renamed", "变更企业名称，原名留作曾用名")
NAME_ADDED = verb("enterprise.name_added", "增加企业名称（{name_kind}）", ("name_kind",))
NAME_REMOVED = verb("enterprise.name_removed", "删除企业名称（{name_kind}）", ("name_kind",))
MERGED = verb("enterprise.merged", "并入企业{into}，原登记保留", ("into",))
SEPARATED = verb("enterprise.separated", "撤销并入企业{into}", ("into",))

Kind, Names, Status = Enterprise.Kind, EnterpriseName.Kind, Enterprise.Status


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of an enterprise beside its name; no phone and no status given leave what is kept."""

    area: Area
    kind: str = Kind.OTHER
    credit_code: str = ""
    short_name: str = ""
    individual: bool = False
    address: str = ""
    legal_representative: str = ""
    industry: str = ""
    contact: str = ""
    phone: str = ""
    status: str = ""  # as it is, at first active


@transaction.atomic
def register_enterprise(
    name: str, details: Details, *, source: str = Source.TYPED, by: Actor, at: datetime
) -> Enterprise:
    """Put a firm into the registry; one whose credit code is there already is refused by name."""
    require_at(by, _EDIT, details.area.path)
    enterprise = found_enterprise(name, details, source=source, at=at)
    record(
        REGISTERED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_EDIT,
        registry_source=enterprise.source,
    )  # fmt: skip
    return enterprise


def found_enterprise(name: str, details: Details, *, source: str, at: datetime) -> Enterprise:
    """The new row with its names. For use inside actions: writes no event."""
    enterprise = Enterprise(
        name=_name(name), org_path=details.area.path, source=Source(source), registered_at=at, **columns(details)
    )
    _save(enterprise)
    _say(enterprise, Names.CURRENT, enterprise.name)
    _say_short(enterprise)
    return enterprise


@transaction.atomic
def correct_enterprise(enterprise: Enterprise, details: Details, *, version: int, by: Actor, at: datetime) -> int:
    """Write what is known now; the number of fields that changed. The name is changed by `rename`."""
    require(by, _EDIT, enterprise)
    if enterprise.organisation_id is not None and details.area.pk != enterprise.area_id:
        raise NotPossible(f"{enterprise.name}已开通企业端，不能变更属地。")
    changed = put(enterprise, columns(details) | {"org_path": _path(enterprise, details.area)}, version)
    if changed:
        record(
            CORRECTED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_EDIT, fields=changed
        )  # fmt: skip
    return changed


@transaction.atomic
def update_own(
    enterprise: Enterprise, *, contact: str, phone: str, address: str, short_name: str, version: int, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """What a firm itself keeps up to date: how it is reached, where it sits, what it is called for short."""
    require(by, _OWN, enterprise)
    values: dict[str, object] = {
        "contact": normal_name(contact), "address": normal_text(address), "short_name": normal_name(short_name),
        **_phone(phone),
    }  # fmt: skip
    changed = put(enterprise, values, version)
    if changed:
        record(OWN_CHANGED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_OWN, fields=changed)
    return changed


@transaction.atomic
def rename(enterprise: Enterprise, *, name: str, version: int, by: Actor, at: datetime) -> None:
    """Give the firm its new registered name; under the old one it is still found."""
    require(by, _EDIT, enterprise)
    new, old = _name(name), enterprise.name
    if new == old:
        raise NotPossible("新名称与现用名相同，不必变更。")
    put(enterprise, {"name": new}, version)
    enterprise.names.filter(kind=Names.CURRENT).delete()
    enterprise.names.filter(kind=Names.FORMER, name=new).delete()
    _say(enterprise, Names.CURRENT, new)
    _say(enterprise, Names.FORMER, old)
    record(RENAMED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_EDIT)


@transaction.atomic
def add_name(enterprise: Enterprise, *, kind: str, name: str, by: Actor, at: datetime) -> EnterpriseName:
    """One more name: a former one, a brand, a branch, an app."""
    require(by, _EDIT, enterprise)
    if kind in (Names.CURRENT, Names.SHORT):
        raise NotPossible("现用名和简称请在企业资料中变更。")
    plain = _name(name)
    if enterprise.names.filter(kind=kind, name=plain).exists():
        raise NotPossible(f"“{plain}”已经登记为该企业的{Names(kind).label}。")
    row = _say(enterprise, kind, plain)
    record(NAME_ADDED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_EDIT, name_kind=kind)
    return row


@transaction.atomic
def remove_name(row: EnterpriseName, *, by: Actor, at: datetime) -> None:
    """Take away a name that was entered by mistake."""
    enterprise = row.enterprise
    require(by, _EDIT, enterprise)
    if row.kind in (Names.CURRENT, Names.SHORT):
        raise NotPossible("现用名和简称请在企业资料中变更。")
    if not EnterpriseName.objects.filter(pk=row.pk).delete()[0]:
        raise NotPossible("这个名称已经删除，请刷新后查看。")
    record(
        NAME_REMOVED, [enterprise], by=by, at=at, org_path=enterprise.org_path, permission=_EDIT, name_kind=row.kind
    )  # fmt: skip


@transaction.atomic
def merge_enterprises(duplicate: Enterprise, *, into: Enterprise, by: Actor, at: datetime) -> None:
    """Two entries are one firm: the one stays as it was and points to the other, under whose names both are found."""
    require(by, _EDIT, duplicate)
    require(by, _EDIT, into)
    if into.pk == duplicate.pk or into.merged_into_id is not None:
        raise NotPossible("请选择另一家尚未并入他处的企业。")
    if duplicate.organisation_id is not None:
        raise NotPossible(f"{duplicate.name}已开通企业端，请反过来把另一条登记并入它。")
    codes = {duplicate.credit_code, into.credit_code} - {None}
    if len(codes) == 2:
        raise NotPossible("两家企业的统一社会信用代码不同，是两个主体，不能合并。")
    if not Enterprise.objects.filter(pk=duplicate.pk, merged_into=None).update(merged_into=into):
        raise NotPossible(f"{duplicate.name}已经并入其他企业，请刷新后查看。")
    Enterprise.objects.filter(merged_into=duplicate).update(merged_into=into)
    duplicate.refresh_from_db()
    record(MERGED, [duplicate, into], by=by, at=at, org_path=into.org_path, permission=_EDIT, into=into.pk)


@transaction.atomic
def separate_enterprise(duplicate: Enterprise, *, by: Actor, at: datetime) -> None:
    """They were two firms after all."""
    require(by, _EDIT, duplicate)
    into = duplicate.merged_into
    if into is None or not Enterprise.objects.filter(pk=duplicate.pk, merged_into=into).update(merged_into=None):
        raise NotPossible(f"{duplicate.name}没有并入其他企业。")
    duplicate.refresh_from_db()
    record(SEPARATED, [duplicate, into], by=by, at=at, org_path=into.org_path, permission=_EDIT, into=into.pk)


def _name(text: str) -> str:
    name = normal_name(text)
    if not 1 < len(name) <= 120:
        raise NotPossible("请填写企业名称（2至120个字）。")
    return name


def _path(enterprise: Enterprise, area: Area) -> str:
    return enterprise.organisation.path if enterprise.organisation is not None else area.path


def _phone(text: str) -> dict[str, str]:
    """A number to call, of a desk or a mobile phone; nothing where none is given."""
    number = "".join(c for c in text if c.isdigit() or c in "+-")
    if not number:
        return {}
    if not 7 <= len(number) <= 20:
        raise NotPossible("联系电话请填写7至20位号码，固定电话带区号。")
    return {"phone_sealed": encrypt(number, ENTERPRISE_PHONE), "phone_digest": digest("phone", number)}


def columns(details: Details) -> dict[str, object]:
    """The columns in which these details are kept, checked; NotPossible says what is wrong."""
    try:
        code = read_credit_code(details.credit_code) if details.credit_code.strip() else None
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    values: dict[str, object] = {"status": Status(details.status)} if details.status else {}
    return values | {
        "area": details.area,
        "kind": Kind(details.kind),
        "credit_code": code,
        "short_name": normal_name(details.short_name),
        "individual": details.individual or bool(code and code.startswith("92")),
        "address": normal_text(details.address),
        "legal_representative": normal_name(details.legal_representative),
        "industry": details.industry,
        "contact": normal_name(details.contact),
        **_phone(details.phone),
    }


def put(enterprise: Enterprise, values: dict[str, object], version: int) -> int:
    """Write what differs, if nobody else wrote meanwhile; a sealed number differs by its digest alone. The number of
    fields written. For use inside actions: writes no event."""
    values = differing(enterprise, values)
    changed = [name for name in values if name != "phone_sealed"]
    if not Enterprise.objects.filter(pk=enterprise.pk, version=version).exists():
        raise NotPossible(f"{enterprise.name}的资料刚刚被别人修改过，请刷新页面，核对后重新填写。")
    if not changed:
        return 0
    for name, value in values.items():
        setattr(enterprise, name, value)
    _save(enterprise, {**values, "version": version + 1}, version)
    if "short_name" in changed:
        enterprise.names.filter(kind=Names.SHORT).delete()
        _say_short(enterprise)
    return len([name for name in changed if name != "org_path"])


def differing(enterprise: Enterprise, values: dict[str, object]) -> dict[str, object]:
    """Those of the values that are not what is kept now."""
    same_phone = values.get("phone_digest") == enterprise.phone_digest
    return {
        name: value
        for name, value in values.items()
        if getattr(enterprise, name) != value and not (same_phone and name == "phone_sealed")
    }


def _save(enterprise: Enterprise, values: dict[str, object] | None = None, version: int = 0) -> None:
    """Insert, or update the row of this version; the database decides whether a credit code is free."""
    try:
        with transaction.atomic():
            if values is None:
                enterprise.save(force_insert=True)
            elif not Enterprise.objects.filter(pk=enterprise.pk, version=version).update(**values):
                raise NotPossible(f"{enterprise.name}的资料刚刚被别人修改过，请刷新页面，核对后重新填写。")
            else:
                enterprise.version = version + 1
    except IntegrityError:
        other = Enterprise.objects.filter(credit_code=enterprise.credit_code).exclude(pk=enterprise.pk).first()
        if enterprise.credit_code is None or other is None:
            raise
        raise NotPossible(f"统一社会信用代码已登记在“{other.name}”名下，请直接使用该企业。") from None


def _say_short(enterprise: Enterprise) -> None:
    if enterprise.short_name:
        _say(enterprise, Names.SHORT, enterprise.short_name)


def _say(enterprise: Enterprise, kind: str, name: str) -> EnterpriseName:
    """Let the firm be found under this name."""
    row, _ = EnterpriseName.objects.get_or_create(enterprise=enterprise, kind=kind, name=name, defaults=spelt(name))
    return row
