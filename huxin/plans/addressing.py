"""How does the office of a joint conference write to those who are not below it?"""

from collections.abc import Iterable

from huxin.orgs.models import Area, Organisation


def consent(area: Area, units: Iterable[Organisation]) -> str:
    """An office is no superior of a government: to those below its own, it writes with the consent of its own."""
    kind = Organisation.Kind.GOVERNMENT
    asked = any(unit.kind == kind and unit.area_id != area.pk for unit in units)
    return f"经{area.name[-1]}人民政府同意，" if asked else ""
