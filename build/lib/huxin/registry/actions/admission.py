"""How do people of an enterprise get in: by a stamped authorisation that the county approves, or by its invitation?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name, read_credit_code, read_mobile
from huxin.base.errors import NotPossible
from huxin.base.secrets import new_invitation_code, read_code
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import record, verb
from huxin.orgs.access import NOBODY, require
from huxin.orgs.actions.invitations import open_for_code
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.granting import ENTERPRISE_ROLES
from huxin.orgs.models import Area, Invitation, Organisation
from huxin.orgs.personal import digest, encrypt
from huxin.registry.actions.enterprises import Details, found_enterprise
from huxin.registry.models import AdmissionRequest, Enterprise, Source
from huxin.registry.personal import APPLICANT_PHONE

_ADMIT = "enterprise.admit"
ASKED = verb("enterprise.admission_asked", "申请企业准入（{role}）", ("role",))
ADMITTED = verb("enterprise.admitted", "同意企业准入（{role}）", ("role",))
REFUSED = verb("enterprise.admission_refused", "企业准入申请未通过")
INVITED = verb("enterprise.user_invited", "邀请企业人员开通账号（{role}）", ("role",))


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks for access, for which firm, as what."""

    credit_code: str
    enterprise_name: str
    area: Area
    enterprise_kind: str
    role: str
    name: str
    phone: str
    post: str = ""
    email: str = ""


@transaction.atomic
def ask_admission(applicant: Applicant, *, authorisation: Document, at: datetime) -> tuple[AdmissionRequest, str]:
    """Keep the request; the code that is given back this once shows how it stands, and opens the account later."""
    _check_role(applicant.role)
    try:
        code, phone = read_credit_code(applicant.credit_code), read_mobile(applicant.phone)
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    waiting = AdmissionRequest.objects.filter(credit_code=code, role=applicant.role, state="waiting")
    if waiting.filter(name=normal_name(applicant.name)).exists():
        raise NotPossible("同一企业同一申请人的准入申请正在审核，请凭申请码查询，不必重复提交。")
    secret = new_invitation_code()
    request = AdmissionRequest.objects.create(
        credit_code=code, enterprise_name=normal_name(applicant.enterprise_name), area=applicant.area,
        org_path=applicant.area.path, enterprise_kind=Enterprise.Kind(applicant.enterprise_kind), role=applicant.role,
        name=normal_name(applicant.name), post=normal_name(applicant.post), email=applicant.email.strip(),
        phone_sealed=encrypt(phone, APPLICANT_PHONE), authorisation=authorisation,
        code_digest=digest("invitation", secret), asked_at=at,
    )  # fmt: skip
    attach(authorisation, subject=request)
    record(ASKED, [request], by=NOBODY, at=at, org_path=request.org_path, role=request.role)
    return request, secret


def find_admission(code: str) -> AdmissionRequest:
    """The request of a code as typed in."""
    try:
        plain = read_code(code)
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    found = AdmissionRequest.objects.select_related("area").filter(code_digest=digest("invitation", plain)).first()
    if found is None:
        raise NotPossible("没有这个申请码，请对照申请时的记录逐位核对。")
    return found


@transaction.atomic
def admit(request: AdmissionRequest, *, by: Actor, at: datetime) -> Enterprise:
    """The county's office has checked firm and authorisation: the applicant may open his account with his code.

    The firm is found by its credit code, else entered; its organisation is made with its first people.
    """
    require(by, _ADMIT, request)
    enterprise = Enterprise.objects.filter(credit_code=request.credit_code).first()
    if enterprise is None:
        details = Details(area=request.area, kind=request.enterprise_kind, credit_code=request.credit_code)
        enterprise = found_enterprise(request.enterprise_name, details, source=Source.SELF, at=at)
    elif enterprise.merged_into is not None:
        enterprise = enterprise.merged_into
    _decide(request, AdmissionRequest.State.ADMITTED, by, at, enterprise=enterprise)
    unit = _organisation_of(enterprise)
    open_for_code(
        request.code_digest, organisation=unit, role=request.role, name=request.name, post=request.post,
        email=request.email, renews=None, by=by, at=at,
    )  # fmt: skip
    record(
        ADMITTED, [request, enterprise], by=by, at=at, org_path=unit.path, permission=_ADMIT, role=request.role
    )  # fmt: skip
    return enterprise


@transaction.atomic
def refuse_admission(request: AdmissionRequest, *, reason: str, by: Actor, at: datetime) -> None:
    """Say why not; the applicant reads it under his code."""
    require(by, _ADMIT, request)
    if not reason.strip():
        raise NotPossible("请填写未通过的原因，申请人凭申请码可以看到。")
    _decide(request, AdmissionRequest.State.REFUSED, by, at, reason=reason.strip()[:200])
    record(REFUSED, [request], by=by, at=at, org_path=request.org_path, permission=_ADMIT)


@transaction.atomic
def admit_enterprise_user(
    enterprise: Enterprise, *, role: str, name: str, post: str = "", email: str = "", by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """The office itself invites somebody of a firm; the code is given back this once."""
    require(by, "registry.view", enterprise)
    require(by, _ADMIT, enterprise)
    _check_role(role)
    if enterprise.credit_code is None:
        raise NotPossible(f"{enterprise.name}还没有登记统一社会信用代码，请先补充并核对。")
    if enterprise.merged_into_id is not None or enterprise.status != Enterprise.Status.ACTIVE:
        raise NotPossible(f"{enterprise.name}已合并、注销或吊销，不能准入。")
    plain = normal_name(name)
    if not plain:
        raise NotPossible("请填写被邀请人的姓名。")
    unit = _organisation_of(enterprise)
    code = new_invitation_code()
    invitation = open_for_code(
        digest("invitation", code), organisation=unit, role=role, name=plain, post=post.strip(), email=email,
        renews=None, by=by, at=at,
    )  # fmt: skip
    record(INVITED, [enterprise], by=by, at=at, org_path=unit.path, permission=_ADMIT, role=role)
    return invitation, code


def _check_role(role: str) -> None:
    if role not in ENTERPRISE_ROLES:
        raise NotPossible("企业人员的角色只能是用工管理员或授权代表。")


def _decide(request: AdmissionRequest, state: str, by: Actor, at: datetime, **values: object) -> None:
    turn = AdmissionRequest.objects.filter(pk=request.pk, state=AdmissionRequest.State.WAITING)
    if not turn.update(state=state, decided_by_id=by.user_id, decided_at=at, **values):
        raise NotPossible("这份申请刚刚已经审核，请刷新后查看。")
    request.refresh_from_db()


def _organisation_of(enterprise: Enterprise) -> Organisation:
    """The firm's organisation, made with its first people; from then on the firm stands at its path."""
    if enterprise.organisation is not None:
        return enterprise.organisation
    unit = found_organisation(
        area=enterprise.area, name=enterprise.name, short_name=enterprise.short_name, kind=Organisation.Kind.ENTERPRISE
    )
    turn = Enterprise.objects.filter(pk=enterprise.pk, organisation=None, version=enterprise.version)
    if not turn.update(organisation=unit, org_path=unit.path, version=enterprise.version + 1):
        raise NotPossible(f"{enterprise.name}的资料刚刚被别人修改过，请刷新后重试。")
    enterprise.refresh_from_db()
    return unit
