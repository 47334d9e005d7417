"""Who is acting, and in which capacities? A value that the domain is handed as `by`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """One capacity: a role held in an organisation, with the path below which each permission reaches."""

    role: str
    organisation_id: int | None
    organisation: str
    path: str  # of the organisation itself, e.g. "530000/532600/17/"
    reach: dict[str, str]  # permission -> path prefix; "" is everywhere
    acting_for: str = ""  # the colleague whose place is taken, empty for one's own capacity
    acting_for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system itself) with all capacities held at one moment."""

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()

    def person(self) -> int:
        """The key of the person who acts; the machine itself is nobody and cannot do what takes a person."""
        if self.user_id is None:
            raise ValueError(f"{self.name} is no person")
        return self.user_id

    def hands(self) -> dict[int, str]:
        """Whose work is in this person's hands: his own (no name), and that of the colleagues in whose place he is."""
        if self.user_id is None:
            return {}
        away = {one.acting_for_id: one.acting_for for one in self.grants if one.acting_for_id is not None}
        return {self.user_id: ""} | away

    def reaches(self, permission: str) -> tuple[str, ...]:
        """The path prefixes below which this permission is held, shortest first, none inside another."""
        found: list[str] = []
        for prefix in sorted({g.reach[permission] for g in self.grants if permission in g.reach}):
            if not any(prefix.startswith(kept) for kept in found):
                found.append(prefix)
        return tuple(found)

    def can(self, permission: str) -> bool:
        """Is the permission held anywhere at all?"""
        return any(permission in grant.reach for grant in self.grants)

    def grant(self, permission: str, path: str = "") -> Grant | None:
        """The capacity in which this permission is used on something at `path`; one's own before a colleague's."""
        fitting = [g for g in self.grants if permission in g.reach and path.startswith(g.reach[permission])]
        return min(fitting, key=lambda g: (g.acting_for != "", -len(g.path)), default=None)

    def organisation_ids(self) -> frozenset[int]:
        """The organisations in which any capacity is held."""
        return frozenset(g.organisation_id for g in self.grants if g.organisation_id is not None)

    def paths(self) -> tuple[str, ...]:
        """The paths of those organisations."""
        return tuple(sorted({g.path for g in self.grants if g.path}))
