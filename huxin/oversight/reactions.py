"""What follows when a delivery comes in, or a scan is asked for? The long work, in the background."""

from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.oversight.checking import check_delivery
from huxin.oversight.models import Delivery


@react("delivery.handed_in")
def check(event: Event) -> None:
    """Row by row; whoever looks on sees how far it is."""
    pk = event.subjects.get(kind="delivery").subject_id
    files = Delivery.objects.select_related("enterprise", "document", "mapping", "matching")
    check_delivery(files.get(pk=pk), at=event.occurred_at)
