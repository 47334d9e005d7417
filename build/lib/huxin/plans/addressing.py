"""How does the office of a joint conference write to those who are not below it?"""

from collections.abc import Iterable

from huxin.orgs.models import Area, Organisation


def consent(area: Area, units: Iterable[Organisation]) -> str:
    """An office is no superior of a government: to those below its own, it writes with the consent of its own."""
    kind = Organisation.Kind.GOVERNMENT
    asked = any(unit.kind == kind and unit.area_id != area.pk for unit in units)
    return f"经{area.name[-1]}人民政府同意，" if asked else ""


def you(unit: Organisation, pronoun: str) -> str:
    """The reader of a letter: 贵单位 or 你单位, a government below by its level (你县人民政府)."""
    level = unit.area.name[-1]
    below = unit.kind == Organisation.Kind.GOVERNMENT and level in "县市区旗"
    return f"{pronoun}{level}人民政府" if below else f"{pronoun}单位"
