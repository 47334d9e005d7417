"""Do people of a firm get in with a stamped authorisation that the county approves, and nobody else?"""

from pathlib import Path
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Document
from huxin.orgs.access import allowed, visible
from huxin.orgs.actions.invitations import accept_invitation, invite, open_invitation
from huxin.orgs.models import Membership, Organisation
from huxin.registry.actions.admission import (
    Applicant,
    admit,
    admit_enterprise_user,
    ask_admission,
    find_admission,
    refuse_admission,
)
from huxin.registry.models import AdmissionRequest, Enterprise
from tests.world import PASSWORD, World

CODE = "91532622MA6KLAAD44"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def _file(world: World) -> Document:
    return Document.objects.create(
        sha256="0" * 64, name="授权书.pdf", media_type="application/pdf", size=1, org_path="", kept_at=world.at
    )


def _applicant(world: World, **more: Any) -> Applicant:
    known: dict[str, Any] = {
        "credit_code": CODE, "enterprise_name": "砚山顺路货运有限公司", "area": world.area("532622"),
        "enterprise_kind": "partner", "role": "enterprise_signer", "name": "唐申请", "phone": "13900007777",
    }  # fmt: skip
    return Applicant(**known | more)


def _ask(world: World, **more: Any) -> tuple[AdmissionRequest, str]:
    return ask_admission(_applicant(world, **more), authorisation=_file(world), at=world.at)


def test_an_approved_applicant_opens_his_account_with_the_code_of_his_request(world: World) -> None:
    request, code = _ask(world)
    with pytest.raises(NotPossible, match="没有这个邀请码"):
        open_invitation(code, at=world.at)
    firm = admit(request, by=world.actor("韦受理"), at=world.at)
    assert (firm.credit_code, firm.organisation.kind, firm.org_path) == (CODE, "enterprise", firm.organisation.path)
    person = accept_invitation(code, username="唐申请", password=PASSWORD, at=world.at)
    by = world.actor("唐申请")
    assert person.memberships.get().role == "enterprise_signer"
    assert list(visible(Enterprise, by)) == [firm]
    assert find_admission(code).state == "admitted"
    with pytest.raises(NotPossible, match="已经审核"):
        admit(request, by=world.actor("韦受理"), at=world.at)


def test_a_firm_that_is_known_by_its_code_is_admitted_not_entered_again(world: World) -> None:
    firms, units = Enterprise.objects.count(), Organisation.objects.count()
    for name in ("唐申请", "沈申请"):
        request, _ = _ask(world, credit_code="91532622MA6KLAAB1Q", name=name)
        assert admit(request, by=world.actor("覃队长"), at=world.at) == world.firm("迅达配送")
    assert (Enterprise.objects.count(), Organisation.objects.count()) == (firms, units)


def test_only_the_office_of_the_county_decides(world: World) -> None:
    request, _ = _ask(world)
    for name in ("陈办案", "杨外县", "李经办", "莫代表", "吴主任科员"):
        with pytest.raises(PermissionDenied):
            admit(request, by=world.actor(name), at=world.at)
    other, _ = _ask(world, area=world.area("532601"), name="别处")
    with pytest.raises(PermissionDenied):
        refuse_admission(other, reason="不归我管", by=world.actor("韦受理"), at=world.at)


def test_a_refused_applicant_reads_why_and_gets_no_account(world: World) -> None:
    request, code = _ask(world)
    with pytest.raises(NotPossible, match="原因"):
        refuse_admission(request, reason=" ", by=world.actor("韦受理"), at=world.at)
    refuse_admission(request, reason="授权书没有盖章", by=world.actor("韦受理"), at=world.at)
    assert find_admission(code).reason == "授权书没有盖章"
    with pytest.raises(NotPossible, match="没有这个邀请码"):
        open_invitation(code, at=world.at)


def test_a_request_is_checked_and_kept_secret(world: World) -> None:
    for wrong, words in (
        ({"credit_code": CODE[:-1] + "X"}, "校验位"),
        ({"phone": "12345"}, "手机号"),
        ({"role": "inspector"}, "角色只能是"),
    ):
        with pytest.raises(NotPossible, match=words):
            _ask(world, **wrong)
    request, code = _ask(world)
    row = str(AdmissionRequest.objects.filter(pk=request.pk).values().get())
    assert "13900007777" not in row
    assert code not in row
    with pytest.raises(NotPossible, match="正在审核"):
        _ask(world)
    with pytest.raises(NotPossible, match="没有这个申请码"):
        find_admission("K7QM-2XW9-HTPA-2345")


def test_the_authorisation_is_read_by_the_office_that_decides(world: World) -> None:
    request, _ = _ask(world)
    assert allowed(world.actor("韦受理"), "document.view", request.authorisation)
    for name in ("杨外县", "陈办案", "李经办"):
        assert not allowed(world.actor(name), "document.view", request.authorisation), name


def test_the_office_and_the_firms_representative_invite(world: World) -> None:
    firm = world.firm("迅达江那站")
    with pytest.raises(NotPossible, match="统一社会信用代码"):
        admit_enterprise_user(firm, role="enterprise_hr", name="某人", by=world.actor("韦受理"), at=world.at)
    firm = world.firm("迅达配送")
    _, code = admit_enterprise_user(firm, role="enterprise_hr", name="某人", by=world.actor("韦受理"), at=world.at)
    accept_invitation(code, username="某人", password=PASSWORD, at=world.at)
    assert Membership.objects.get(user__username="某人").organisation == firm.organisation
    invite(firm.organisation, role="enterprise_hr", name="同事", by=world.actor("莫代表"), at=world.at)
    for name, role in (("莫代表", "inspector"), ("李经办", "enterprise_hr")):
        with pytest.raises(PermissionDenied):
            invite(firm.organisation, role=role, name="某人", by=world.actor(name), at=world.at)
