"""For which areas may somebody change legal figures?"""

from huxin.base.actor import Actor
from huxin.orgs.access import within
from huxin.orgs.models import Area

_PREFECTURE = 2  # steps from the province down; who reaches no further down looks after the figures of all areas


def is_wide(by: Actor, permission: str) -> bool:
    """Is the right held for a whole prefecture or more? Then it holds for national and provincial figures too."""
    return any(prefix.count("/") <= _PREFECTURE for prefix in by.reaches(permission))


def reached(by: Actor, permission: str) -> set[str]:
    """The codes of the areas for which the right is held."""
    return set(Area.objects.filter(within(by, permission, "path")).values_list("code", flat=True))
