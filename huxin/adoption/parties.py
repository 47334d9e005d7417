"""Which organisation of the tree is a unit that a plan names? Found by every spelling, else founded."""

from huxin.adoption.draft_edit import Draft, canonical, unit_of_seat
from huxin.base.errors import NotPossible
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Alias, Area, Organisation
from huxin.plans.reading.units import Home, match

_KINDS = (
    ("人民政府", Organisation.Kind.GOVERNMENT),
    ("人民法院", Organisation.Kind.COURT),
    ("法院", Organisation.Kind.COURT),
    ("总工会", Organisation.Kind.UNION),
    ("妇联", Organisation.Kind.UNION),
    ("工商联", Organisation.Kind.UNION),
    ("团委", Organisation.Kind.UNION),
)


def resolve(draft: Draft, area: Area) -> dict[str, Organisation | None]:
    """Canonical name -> organisation of the tree, None where there is none yet; for all that `parties` would found."""
    known = _known([area, *area.children.all()])
    return {name: _match(_place(name, area), names, known) for name, names in _spellings(draft).items()}


def parties(draft: Draft, area: Area) -> dict[str, Organisation]:
    """The same with the missing founded, and with every spelling known from now on."""
    spellings, found = _spellings(draft), {}
    for order, (name, there) in enumerate(resolve(draft, area).items(), 1):
        found[name] = there or _founded(_place(name, area), spellings[name], order)
        _call_short(found[name], short_name(found[name].area, name))
        _teach(found[name], spellings[name])
    _refuse_doubles(found)
    return found


def _refuse_doubles(found: dict[str, Organisation]) -> None:
    """One organisation under two names of the draft would owe the same thing twice."""
    names: dict[Organisation, str] = {}
    for name, organisation in found.items():
        if organisation in names:
            raise NotPossible(f"“{names[organisation]}”和“{name}”是同一单位，请先在“单位”栏合并，再采纳。")
        names[organisation] = name


def _spellings(draft: Draft) -> dict[str, list[str]]:
    """Every unit that takes part with all its spellings, the canonical one first.

    In the order of the seats, which is the document's own order of rank; then in the order of the tasks.
    """
    known = {unit["name"]: [unit["name"], *unit["aliases"]] for unit in draft["units"]}
    seated = (unit_of_seat(draft, seat) for seat in draft["seats"])
    owing = (unit["name"] for unit in draft["units"] if unit["is_member"] or any(unit["goals"].values()))
    names = (canonical(draft, name) for name in (*seated, *owing, draft["office"]["organisation"]) if name)
    return {name: known.get(name, [name]) for name in names}


def _place(name: str, area: Area) -> Area:
    return next((county for county in area.children.all() if name.startswith(county.name)), area)


def _known(areas: list[Area]) -> dict[tuple[str, str], Organisation]:
    """(area, any name) -> organisation; a name that two units of one area bear belongs to neither."""
    units = Organisation.objects.filter(area__in=areas, parent=None, closed_on=None)
    bearers: dict[tuple[str, str], set[Organisation]] = {}
    for unit in units.select_related("area").prefetch_related("aliases"):
        spelled = {unit.name, unit.short_name, *(alias.name for alias in unit.aliases.all())}
        for name in spelled | {_usual(name, unit.area) for name in spelled}:
            bearers.setdefault((unit.area_id, name), set()).add(unit)
    return {key: units.pop() for key, units in bearers.items() if len(units) == 1}


def _usual(name: str, area: Area) -> str:
    """The one name under which the reader brings all usual spellings together: 砚山县人社局 → 县人力资源社会保障局."""
    found = match(name, 0)
    return Home(area.name, area.name[-1]).canonical(found) if found and found.end == len(name) else name


def _match(area: Area, names: list[str], known: dict[tuple[str, str], Organisation]) -> Organisation | None:
    for name in (full_name(area, names), *names):
        found = known.get((area.pk, name)) or known.get((area.pk, _usual(name, area)))
        if found:
            return found
    return None


def full_name(area: Area, names: list[str]) -> str:
    """The longest spelling that begins with the place's own name; else 州司法局 with the place spelled out."""
    whole = [name for name in names if name.startswith((area.name, area.short_name))]
    if whole:
        return max(whole, key=len)
    sign = area.name[-1]
    spoken = area.short_name if area.short_name.endswith(sign) else area.name
    return spoken + names[0][1:] if names[0].startswith(sign) else names[0]


def short_name(area: Area, name: str) -> str:
    """州司法局, as the plan calls it; in a county, whose neighbours call theirs the same, 砚山县司法局 for 县司法局."""
    alone = area.children.exists() or not name.startswith(area.name[-1])
    return name if alone else area.name + name[1:]


def _founded(area: Area, names: list[str], order: int) -> Organisation:
    name = full_name(area, names)
    kind = next((kind for end, kind in _KINDS if names[0].endswith(end)), Organisation.Kind.BUREAU)
    if names[0].startswith("团") and names[0].endswith("委"):
        kind = Organisation.Kind.UNION
    place = area.order * 1000 + order
    return found_organisation(area=area, name=name, short_name=short_name(area, names[0]), kind=kind, order=place)


def _call_short(organisation: Organisation, name: str) -> None:
    """A unit that came with its full name only, as the first administrator's does, is called as the plan calls it."""
    if organisation.short_name == organisation.name != name:
        organisation.short_name = name
        organisation.save(update_fields=["short_name"])


def _teach(organisation: Organisation, names: list[str]) -> None:
    """Every spelling leads here from now on."""
    taught = {organisation.name, organisation.short_name, *organisation.aliases.values_list("name", flat=True)}
    Alias.objects.bulk_create(
        Alias(organisation=organisation, name=name) for name in dict.fromkeys(names) if name not in taught
    )
