"""Where does this text occur among what I may see?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.channels.workbench.search import fields  # noqa: F401  declares where to look
from huxin.orgs.access import needs
from huxin.search.find import LONGEST, SHORTEST, find


@needs("home.view")
def search(request: HttpRequest) -> HttpResponse:
    """Everything found, kind by kind, with links."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "search_text": text,
        "groups": find(text, request.actor),
        "too_short": len("".join(text.split())) < SHORTEST,
        "shortest": SHORTEST,
    }
    return render(request, "workbench/search/search.html", context)
