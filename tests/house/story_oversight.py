"""What happens to order data in the tests of the whole house? Two months handed in, one scanned, asked, answered."""

from datetime import date
from typing import TYPE_CHECKING

from huxin.documents.store import keep
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership, User
from huxin.oversight.actions.answering import answer
from huxin.oversight.actions.delivering import Files, hand_in, refuse, set_reporter
from huxin.oversight.actions.findings import ask, dismiss, make_clue
from huxin.oversight.actions.keys import issue_key
from huxin.oversight.actions.releasing import release_wages
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.checking import check_delivery
from huxin.oversight.models import Delivery, Finding, Reporter
from huxin.oversight.scanning import run_scan
from tests.oversight.made import OCTOBER, order, table
from tests.world import AT, BEGINNING

if TYPE_CHECKING:
    from tests.house.story import Story

PLATFORM = "岳平台"
SEPTEMBER = date(2026, 9, 1)
COUNTIES = (("532622", "迅达配送"), ("532601", "捷安配送"))


def tell(story: "Story") -> None:
    """The same in two counties, so that there is a stranger's row of each kind."""
    office, area = story.by("戴州受理"), story.world.area("532600")
    _log_in(story)
    set_reporter(story.world.firm("云岭快送"), since=SEPTEMBER, due_day=10, on_rejects="ask", by=office, at=AT)
    reporter = Reporter.objects.get(enterprise=story.world.firm("云岭快送"))
    issue_key(reporter, name="每月报送", by=story.by(PLATFORM, AT), at=AT)
    low = [
        order(100 * n + day, day, 10, worker=f"R{n}{code}", area=code, partner=partner, pay_fen=500)
        for code, partner in COUNTIES
        for n in range(1, 7)  # enough persons for a table of pay
        for day in (12, 13)
    ]
    _deliver(story, OCTOBER, [one | {"order_id": f"N{n}"} for n, one in enumerate(low)])
    bad = _deliver(story, SEPTEMBER, [order(1, -3, 9), order(2, -2, 9, pay_fen=-1)])
    refuse(bad, reason=story.say("delivery_refused"), by=office, at=AT)
    scan = start_scan(area, month=OCTOBER, rules="in-force", by=office, at=AT)
    run_scan(scan, at=AT)
    scan.refresh_from_db()
    release_wages(scan, note="", by=story.by("吴主任科员"), at=AT)
    found = list(Finding.objects.filter(rule="wage.hourly", area="532622").order_by("pk"))
    asked, clue, let_be = found[:2], found[2], found[3]
    ask(asked, days=5, by=office, at=AT)
    answer(asked[:1], kind="explanation", text=story.say("finding_answer"), by=story.by("李经办"), at=AT)
    make_clue([clue], by=office, at=AT)
    dismiss([let_be], reason=story.say("finding_dismissed"), by=office, at=AT)


def _log_in(story: "Story") -> None:
    firm = story.world.firm("云岭快送")
    unit = found_organisation(area=firm.area, name=firm.name, short_name="云岭快送", kind="enterprise")
    firm.organisation, firm.org_path = unit, unit.path
    firm.save(update_fields=["organisation", "org_path"])
    person = User.objects.create(username=PLATFORM, name=PLATFORM, created_at=BEGINNING)
    Membership.objects.create(user=person, organisation=unit, role="enterprise_hr", post="人事", since=BEGINNING)


def _deliver(story: "Story", month: date, rows: list[dict[str, object]]) -> Delivery:
    by, firm = story.by(PLATFORM), story.world.firm("云岭快送")
    kept = keep(table(rows), name="orders.csv", org_path=firm.org_path, by=by, at=AT)
    row = hand_in(firm, month=month, files=Files(kept), by=by, at=AT)
    check_delivery(row, at=AT)
    row.refresh_from_db()
    return row
