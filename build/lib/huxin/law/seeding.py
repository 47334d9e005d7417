"""How do the first figures of a release get into the database, without touching what people changed?"""

from datetime import datetime

from django.db import transaction

from huxin.journal.log import record
from huxin.law.changes import SEEDED
from huxin.law.models import Parameter
from huxin.law.parameters import Parameter as Figure
from huxin.law.seed.parameters import seed_table
from huxin.orgs.access import SYSTEM

_KNOWN = (Parameter.State.CURRENT, Parameter.State.REPLACED, Parameter.State.REMOVED)


def seed_parameters(*, at: datetime) -> int:
    """Enter those figures of the seed that never stood; what was entered or changed by hand stays. Number added.

    A figure of the seed that differs from the one that stands is not taken over: `huxin law diff` shows it.
    """
    known = {row.figure.key for row in Parameter.objects.filter(state__in=_KNOWN)}
    new = [as_row(figure, at=at) for figure in seed_table().rows if figure.key not in known]
    if new:
        with transaction.atomic():
            rows = Parameter.objects.bulk_create(new)
            record(SEEDED, rows, by=SYSTEM, at=at, org_path="", number=len(rows))
    return len(new)


def as_row(figure: Figure, *, at: datetime) -> Parameter:
    """A figure of the seed as a row that stands."""
    return Parameter(
        code=figure.code, value=figure.value, unit=figure.unit.value, area_code=figure.area, industry=figure.industry,
        relation=figure.relation, force=figure.force.value, valid_from=figure.valid_from,
        valid_until=figure.valid_until, document=figure.document, article=figure.article, status=figure.status.value,
        source=figure.source, state=Parameter.State.CURRENT, proposed_at=at,
    )  # fmt: skip
