"""Which entries does the head of a channel's pages offer? Each subject's url module declares its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huxin.channels.parts.ways import channel_of


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the menu, shown to whoever holds one of the permissions anywhere; small `order` stands left."""

    title: str
    url_name: str
    permission: str  # one or several, a blank between them
    icon: str
    order: int
    also: tuple[str, ...] = ()  # names of further lists that belong under this entry


MENUS: dict[str, list[Item]] = {}  # by channel


def entries(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """What this person is offered, the entry of the present page marked: the one with the longest fitting address.

    An address below which other entries lie (the start) fits only its own page.
    """
    offered = [
        (item, reverse(item.url_name))
        for item in MENUS.get(channel_of(request.actor), ())
        if any(map(request.actor.can, item.permission.split()))
    ]
    places = [(url, place) for item, url in offered for place in (url, *map(reverse, item.also))]
    fitting = [
        (len(place), url)
        for url, place in places
        if request.path == place
        or (request.path.startswith(place) and not any(o != url and o.startswith(place) for o, _ in places))
    ]
    here = max(fitting, default=(0, ""))[1]
    for item, url in offered:
        yield {"title": item.title, "icon": item.icon, "url": url, "here": url == here}
