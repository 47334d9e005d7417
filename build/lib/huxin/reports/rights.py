"""Who may decide on whose report? Nobody on his own unit's."""

from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.errors import PermissionDenied
from huxin.orgs.access import require
from huxin.reports.models import Report


def belongs_to(by: Actor, report: Report) -> bool:
    """Does the person hold any capacity in the party that reports, or in an office inside it?"""
    return any(path.startswith(report.org_path) for path in by.paths())


def not_belonging_to(by: Actor) -> Q:
    """The same of many reports: those of parties to which the person does not belong."""
    parts = [path.split("/") for path in by.paths()]
    above = {"/".join(path[:depth]) + "/" for path in parts for depth in range(1, len(path))}
    return ~Q(org_path__in=above)


def require_acceptor(by: Actor, report: Report) -> None:
    """Refuse who may not accept reports here, and whoever belongs to the party itself."""
    require(by, "report.accept", report)
    if belongs_to(by, report):
        raise PermissionDenied("report.accept")


def require_sender(by: Actor, report: Report) -> str:
    """A leader hands in by his own right; once he has signed the report inside the unit, whoever fills it in may.

    The permission used.
    """
    signed = report.state == Report.State.IN_REVIEW and report.review and report.review.signed_at
    permission = "report.fill" if signed else "report.hand_in"
    require(by, permission, report)
    return permission
