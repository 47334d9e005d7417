"""How are an enterprise and a worker found, and how do they hang together with others?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.base.chinese import normal_code, normal_name, read_id, read_mobile
from huxin.orgs.access import visible
from huxin.orgs.models import Organisation
from huxin.orgs.personal import digest
from huxin.registry.models import Engagement, Enterprise, EnterpriseLink, EnterpriseName, Worker
from huxin.registry.names import search_key

MOST = 50
Names = EnterpriseName.Kind


def _keys(text: str) -> list[str]:
    return [key for key in (search_key(word) for word in text[:60].split()) if key]


def named(text: str) -> QuerySet[EnterpriseName]:
    """The names that hold every word of this text, by their signs or by the first letters of their sounds."""
    found = EnterpriseName.objects.all()
    keys = _keys(text)
    for key in keys:
        same = Q(key__contains=key)
        if key.isascii() and len(key) > 1:
            same |= Q(initials__contains=key)
        found = found.filter(same)
    return found if keys else found.none()


def found(text: str, rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """Those of the rows that this text finds: by credit code, or by any of their names; all, where there is no text."""
    code = normal_code(text)
    if len(code) == 18 and code.isascii():
        return rows.filter(credit_code=code)
    return rows.filter(pk__in=named(text).values("enterprise")) if text.strip() else rows


def find_enterprises(text: str, by: Actor, most: int = MOST) -> list[Enterprise]:
    """Those that `by` may open, found by registered, former, short, brand or app name, by first letters of the
    sounds (wsxf), or by credit code; names that begin so come first."""
    rows = visible(Enterprise, by).select_related("area", "merged_into").order_by("-pk")
    keys = _keys(text)
    if not keys:
        return []
    head = EnterpriseName.objects.filter(Q(key__startswith=keys[0]) | Q(initials__startswith=keys[0]))
    first = list(found(text, rows).filter(pk__in=head.values("enterprise"))[:most])
    rest = found(text, rows).exclude(pk__in=[row.pk for row in first])[: most - len(first)]
    return first + list(rest)


@dataclass(frozen=True, slots=True)
class Choice:
    """What everybody may know of a firm who has to name it in a form."""

    pk: int
    name: str
    known_as: str  # the name under which it was found, where it is another
    area: str
    kind: str


def pick_enterprises(text: str, *, kinds: Iterable[str] = (), most: int = 20) -> list[Choice]:
    """For forms, also public ones: names alone, of firms that exist and stand for themselves."""
    if len(search_key(text)) < 2:
        return []
    names = named(text).filter(enterprise__merged_into=None, enterprise__status=Enterprise.Status.ACTIVE)
    if wanted := list(kinds):
        names = names.filter(enterprise__kind__in=wanted)
    choices: dict[int, Choice] = {}
    for row in names.select_related("enterprise__area").order_by("key", "pk")[: most * 3]:
        firm = row.enterprise
        known_as = row.name if row.name != firm.name else ""
        choices.setdefault(firm.pk, Choice(firm.pk, firm.name, known_as, firm.area.short_name, firm.get_kind_display()))
    return list(choices.values())[:most]


def platforms() -> QuerySet[Enterprise]:
    """The platforms that exist and stand for themselves."""
    alive = Enterprise.objects.filter(merged_into=None, status=Enterprise.Status.ACTIVE)
    return alive.filter(kind=Enterprise.Kind.PLATFORM).order_by("pk")


def picked(pk: int) -> Enterprise | None:
    """The firm that was chosen from these."""
    return Enterprise.objects.filter(pk=pk, merged_into=None).first()


def called(text: str, rows: QuerySet[Enterprise] | None = None) -> list[Enterprise]:
    """The firms that somebody means who writes this credit code, or exactly this name; a present name goes first."""
    alive = (Enterprise.objects.all() if rows is None else rows).filter(merged_into=None).select_related("area")
    key = search_key(text)
    found = list(alive.filter(credit_code=normal_code(text))[:2])
    for kinds in ((Names.CURRENT,), Names.values):
        if not found and key:
            same = EnterpriseName.objects.filter(key=key, kind__in=kinds).values("enterprise")
            found = list(alive.filter(pk__in=same).order_by("pk")[:6])
    return found


def other_names(enterprise: Enterprise) -> QuerySet[EnterpriseName]:
    """The names that are kept by hand: all but the registered one and the short one."""
    return enterprise.names.exclude(kind__in=(Names.CURRENT, Names.SHORT)).order_by("kind", "name", "pk")


def open_links(enterprise: Enterprise) -> QuerySet[EnterpriseLink]:
    """What stands above it now and before long."""
    return enterprise.above.filter(valid_until=None).select_related("upper").order_by("pk")


_OF_ONE_FIRM = (EnterpriseLink.Kind.OUTLET, EnterpriseLink.Kind.BRANCH)
_DEEPEST = 12


def answering(enterprise: Enterprise) -> Organisation | None:
    """Whose people answer what is written to this firm: its own; where an outlet or branch has none, those of the firm
    to which it belongs. A platform never answers for its partner firm; where two firms stand above, nobody does."""
    for _ in range(_DEEPEST):
        if enterprise.organisation is not None:
            return enterprise.organisation
        above = list(enterprise.above.filter(valid_until=None, kind__in=_OF_ONE_FIRM).select_related("upper")[:2])
        if len({link.upper_id for link in above}) != 1:
            return None
        enterprise = above[0].upper
    return None


def answered_for(enterprise: int) -> set[int]:
    """This firm, and the outlets and branches without people of their own that hang below it, however deep."""
    found, edge = {enterprise}, {enterprise}
    for _ in range(_DEEPEST):
        links = EnterpriseLink.objects.filter(upper__in=edge, valid_until=None, kind__in=_OF_ONE_FIRM)
        edge = set(links.filter(lower__organisation=None).values_list("lower", flat=True)) - found
        found |= edge
    return found


def find_workers(text: str, by: Actor) -> list[Worker]:
    """Those that `by` may open with exactly this identity number, phone number or name."""
    wanted = Q(name_digest=digest("name", normal_name(text)))
    for kind, field, read in (("id", "id_digest", _identity), ("phone", "phone_digest", read_mobile)):
        try:
            wanted |= Q(**{field: digest(kind, read(text))})
        except ValueError:
            continue  # it is not such a number; it may be the other, or a name
    return list(visible(Worker, by).filter(wanted).select_related("area").order_by("-pk")[:MOST])


def _identity(text: str) -> str:
    return read_id(text).number


def worker_of_user(user_id: int) -> Worker | None:
    """Whose log-in this is, where a worker's."""
    return Worker.objects.filter(user=user_id).first()


def family(enterprise: Enterprise) -> list[int]:
    """The keys under which rows about this firm stand: its own, and those of entries joined into it."""
    return [enterprise.pk, *Enterprise.objects.filter(merged_into=enterprise).values_list("pk", flat=True)]


def current(rows: QuerySet[Engagement], on: date) -> QuerySet[Engagement]:
    """Those of the engagements that hold on a day, with the firms."""
    holds = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return rows.filter(holds).select_related("enterprise", "platform", "area").order_by("-valid_from", "-pk")


def works_for(by: Actor, on: date, enterprise: int | None, relation: str) -> QuerySet[Engagement, int]:
    """The workers who on a day work for this firm or on its platform, and in this class of relation, if it is asked."""
    rows = current(visible(Engagement, by), on)
    if enterprise:
        rows = rows.filter(Q(enterprise=enterprise) | Q(platform=enterprise))
    if relation:
        rows = rows.filter(relation=relation)
    return rows.order_by().values_list("worker", flat=True)


def firms_of(worker: Worker, by: Actor) -> QuerySet[Enterprise]:
    """The firms for which he works or worked, as far as `by` may know of it."""
    work = visible(Engagement, by).filter(worker=worker)
    return Enterprise.objects.filter(pk__in=work.values("enterprise"))


def chain(enterprise: Enterprise, on: date) -> tuple[list[EnterpriseLink], list[EnterpriseLink]]:
    """The joints upward and downward that hold on a day."""
    holds = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    links = EnterpriseLink.objects.filter(holds).select_related("upper__area", "lower__area").order_by("kind", "pk")
    own = family(enterprise)
    return list(links.filter(lower__in=own)), list(links.filter(upper__in=own))


def employers(worker: Worker, on: date) -> QuerySet[Engagement]:
    """For whom this person works on a day, also under entries joined into this one."""
    return current(Engagement.objects.filter(Q(worker=worker) | Q(worker__merged_into=worker)), on)
