"""Is the demo's docket made through the actions alone, in every state, in all counties?"""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from huxin.cases.models import Case
from huxin.cases.records import Assistance, Jurisdiction
from huxin.demo import cases, casework, cast
from huxin.orgs.access import visible
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.areas import seed_areas
from huxin.orgs.models import Area, Membership, Organisation, User
from huxin.registry.models import Enterprise
from tests.world import AT, BEGINNING


@pytest.mark.django_db
def test_the_docket_holds_every_state(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"
    Membership.objects.all().update(until=BEGINNING)  # the world's own people and units are out of the way
    old = Concat(Value("原"), "name")
    Organisation.objects.all().update(name=old, short_name=Concat(Value("原"), "short_name"))
    Enterprise.objects.all().update(credit_code=None)
    seed_areas()
    area = Area.objects.get(pk="532600")
    bureau = found_organisation(area=area, name="演示用州人力资源和社会保障局", short_name="演示州局")
    admin = User.objects.create(username="admin", name="韩志远", created_at=AT)
    Membership.objects.create(user=admin, organisation=bureau, role="administrator", since=AT.replace(year=2025))
    for short_name in ("州市场监管局", "州交通运输局"):
        unit = found_organisation(area=area, name=f"文山{short_name}", short_name=short_name)
        liaison = User.objects.create(username=f"of-{unit.pk}", name="联络员", created_at=AT)
        Membership.objects.create(user=liaison, organisation=unit, role="liaison", since=AT.replace(year=2025))
    assert cases.load_cases(AT) >= 52
    officer = cast.act_as("yanshan-union", AT)
    assert {row.kind for row in visible(Assistance, officer, "case.assist")} == {"joint", "assist"}
    steps = set(Case.objects.filter(procedure="complaint/1").values_list("step", flat=True))
    assert steps >= {"filed", "supplementing", "investigating", "suspended", "correcting", "guided", "withdrawn",
                     "closed"}  # fmt: skip
    assert Case.objects.exclude(first_overdue_on=None).exists()
    assert set(Case.objects.values_list("area", flat=True)) == set(casework.COUNTIES)
    assert set(Jurisdiction.objects.values_list("area", flat=True)) == set(casework.COUNTIES)
    assert {row[0] for row in casework.rows()} >= set(casework.LOGINS)
    assert cast.PASSWORD
