"""What follows when a delivery comes in, or a scan is asked for? The long work, in the background."""

from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.oversight.checking import check_delivery
from huxin.oversight.models import HANDED_IN, Delivery, Scan, Trial
from huxin.oversight.scanning import run_scan
from huxin.oversight.trying import run_trial


@react("delivery.handed_in")
def check(event: Event) -> None:
    """Row by row; whoever looks on sees how far it is."""
    pk = event.subjects.get(kind="delivery").subject_id
    files = Delivery.objects.select_related("enterprise", *HANDED_IN)
    check_delivery(files.get(pk=pk), at=event.occurred_at)


@react("scan.started")
def scan(event: Event) -> None:
    """The rules of law over a month of orders."""
    pk = event.subjects.get(kind="scan").subject_id
    run_scan(Scan.objects.select_related("area").get(pk=pk), at=event.occurred_at)


@react("trial.asked")
def try_out(event: Event) -> None:
    """The same month under a supposed figure."""
    pk = event.subjects.get(kind="trial").subject_id
    run_trial(Trial.objects.select_related("area").get(pk=pk), at=event.occurred_at)
