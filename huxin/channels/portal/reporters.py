"""As which party does this browser follow a case: by a receipt, or by a worker's log-in?"""

from django.http import Http404, HttpRequest

from huxin.base.actor import Actor
from huxin.cases.models import Case, Party
from huxin.cases.people import follower, own_party
from huxin.cases.reach import FOLLOW, Account, party_key
from huxin.orgs.access import NOBODY, visible
from huxin.registry.models import Worker
from huxin.registry.queries import worker_of_user

KEY, NUMBERS = "parties", "numbers"


def remember(request: HttpRequest, party: Party, number: str = "") -> None:
    """This browser has shown the receipt, with this number; until the session ends it need not be typed again. The
    last one comes first: of several people who use one phone each is himself."""
    request.session[KEY] = [*(pk for pk in request.session.get(KEY, []) if pk != party.pk), party.pk]
    if number:
        request.session[NUMBERS] = request.session.get(NUMBERS, {}) | {str(party.pk): number}


def own_number(request: HttpRequest, case: Case, party: Party) -> str:
    """The number on his receipt, where his report goes on under another one."""
    number = str(request.session.get(NUMBERS, {}).get(str(party.pk), ""))
    return "" if number == case.number else number


def worker_of(request: HttpRequest) -> Worker | None:
    """Who is logged in, if a worker is."""
    return worker_of_user(request.user.pk) if request.user.is_authenticated else None


def account_of(request: HttpRequest) -> Account | None:
    """Whose log-in of the portal this is: nobody's where an official or somebody of a firm is logged in."""
    if not request.user.is_authenticated or not request.actor.can("case.follow"):
        return None
    return Account(request.user.pk, worker_of(request))


def reporter(request: HttpRequest, case: Case | None = None) -> Actor:
    """The visitor as all the parties that he is; in one case as whose receipt was shown last there. In a case told
    without a name he stays without one, logged in or not: nothing of it leads to his account."""
    account = account_of(request)
    by_log_in = account.actor().grants if account else ()
    by_receipt = follower(request.session.get(KEY, [])).grants
    others = _others(request, case) if case is not None else set()
    grants = tuple(one for one in (*by_log_in, *by_receipt) if one.reach.get(FOLLOW) not in others)
    if not grants:
        return NOBODY
    named = account is not None and not (case is not None and case.anonymous)
    return Actor(request.user.pk if named else None, "当事人", grants)


def _others(request: HttpRequest, case: Case) -> set[str]:
    """The keys of those in this case whose receipt was not the last one shown; of nobody where none was."""
    there = {party.pk: party_key(party) for party in case.parties.only("pk")}
    shown = next((pk for pk in reversed(request.session.get(KEY, [])) if pk in there), None)
    return {key for pk, key in there.items() if shown not in (None, pk)}


def party_in(request: HttpRequest, case: Case) -> Party | None:
    """As whom he stands in this case."""
    return own_party(case, reporter(request, case))


def mine(request: HttpRequest, number: str) -> tuple[Case, Party]:
    """The case and the party, or nothing at all."""
    case = visible(Case, reporter(request), "case.follow").filter(number=number).select_related("organisation").first()
    party = party_in(request, case) if case else None
    if case is None or party is None:
        raise Http404
    return case, party
