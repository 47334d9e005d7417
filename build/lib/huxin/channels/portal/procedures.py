"""How is a matter handled, by which steps and within which terms? For everybody, from the declarations themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from huxin.cases.flow import svg
from huxin.cases.guide import guide, procedures
from huxin.orgs.access import public


@public
def all_procedures(request: HttpRequest) -> HttpResponse:
    """Which there are."""
    return render(request, "portal/procedures/list.html", {"guides": [guide(one) for one in procedures()]})


@public
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: the picture, and the same in words for who cannot see it or has a small screen."""
    found = next((one for one in procedures() if one.code.split("/")[0] == name), None)
    if found is None:
        raise Http404
    picture = mark_safe(svg(found, plain=True))  # noqa: S308  made from our own declaration, every word escaped there
    return render(request, "portal/procedures/one.html", {"guide": guide(found), "picture": picture})
