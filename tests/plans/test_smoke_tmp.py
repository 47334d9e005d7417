import pytest
from huxin.plans.models import *
@pytest.mark.django_db
def test_smoke(plan):
    print(plan, plan.office, plan.goals.count(), plan.duties.count())
    for t in plan.terms.all()[:3]: print(t.state,t.due_on,t.period)
    print([ (o.name,o.short_name,o.order) for o in {d.organisation for d in plan.duties.all()}])
    print(list(plan.seats.values_list("kind","organisation__short_name","holders__name")))
    print(list(plan.report_rules.values()))
    print(plan.versions.get().data["warnings"])
