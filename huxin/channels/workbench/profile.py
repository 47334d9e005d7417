"""What does the system know about me, and who fills in for me?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.orgs.access import needs


@needs("home.view")
def profile(request: HttpRequest) -> HttpResponse:
    """My roles, my number, my stand-ins, and who looked at my data."""
    return render(request, "workbench/people/profile.html")
