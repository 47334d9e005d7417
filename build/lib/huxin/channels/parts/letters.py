"""What is printed for somebody who is invited?"""

from base64 import b64encode

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from qrcode.image.svg import SvgPathImage

from huxin.orgs.models import Invitation
from huxin.orgs.roles import ROLES


def letter(request: HttpRequest, invitation: Invitation, code: str, *, back: str) -> HttpResponse:
    """The code is in no address, so the letter answers the POST itself."""
    address = request.build_absolute_uri(reverse("portal:invitation"))
    picture = qrcode.make(address, image_factory=SvgPathImage).to_string()
    role = ROLES[invitation.role]
    context = {
        "invitation": invitation,
        "role": role,
        "code": code,
        "address": address,
        "picture": f"data:image/svg+xml;base64,{b64encode(picture).decode()}",
        "back": back,
    }
    return render(request, "parts/letter.html", context)
