"""What does the list of open invitations hold, on the pages of units and of firms?"""

from collections.abc import Iterable

from huxin.channels.parts import excel
from huxin.orgs.models import Invitation
from huxin.orgs.roles import ROLES

LISTED = excel.columns(
    ("单位", "0.organisation.name", 34), ("姓名", "0.name", 14), ("职务", "0.post", 18), ("角色", "1", 20),
    ("发出人", "0.invited_by.name", 14), ("有效期至", "0.expires_at", 20),
)  # fmt: skip


def titled(rows: Iterable[Invitation]) -> list[tuple[Invitation, str]]:
    """Each with the role that it gives, or that it only renews how somebody signs in."""
    return [(row, "重设凭证" if row.renews_id else ROLES[row.role].title) for row in rows]
