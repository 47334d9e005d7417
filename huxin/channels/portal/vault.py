"""How does a worker keep evidence before there is a case, look at it, take the signed list, and take it back?"""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime

from huxin.cases import vault as own_vault
from huxin.cases.records import Evidence
from huxin.channels.parts.forms import carried_out
from huxin.channels.portal.follow_forms import VaultForm
from huxin.channels.portal.me import own
from huxin.documents import store
from huxin.orgs.access import needs
from huxin.registry.personal import person_of


@needs("case.follow")
def vault(request: HttpRequest) -> HttpResponse:
    """What is there, and room for more."""
    worker, form = own(request), VaultForm(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> int:
        for title, file in own_vault.titled(given["title"], given["files"]):
            own_vault.keep_in_vault(
                file, name=file.name, title=title, proves=given["proves"], happened_on=given["happened_on"],
                worker=worker, by=request.actor, at=request.at,
            )  # fmt: skip
        return len(given["files"])

    if carried_out(form, act):
        messages.success(request, f"已存入{form.result}件，收到时间和校验值已经记下。")
        return redirect("portal:vault")
    pieces = own_vault.pieces_of(worker)
    context = {"form": form, "pieces": pieces, "most": own_vault.MOST_PIECES, "megabytes": own_vault.MOST_BYTES >> 20}
    return render(request, "portal/me/vault.html", context)


def _piece(request: HttpRequest, pk: int) -> Evidence:
    return get_object_or_404(own_vault.pieces_of(own(request)), pk=pk)


@needs("case.follow")
def vault_list(request: HttpRequest) -> HttpResponse:
    """The signed list of all of it."""
    worker = own(request)
    pieces = list(own_vault.pieces_of(worker).reverse())
    data = own_vault.own_list(
        pieces, worker, owner=person_of(worker).name, by=request.actor, at=request.at
    )  # fmt: skip
    name = f"evidence-{localtime(request.at):%Y%m%d}.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@needs("case.follow")
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """One file as it was handed in."""
    document = _piece(request, pk).document
    file = store.checked_file(document, by=request.actor, at=request.at)
    return FileResponse(file, as_attachment=True, filename=document.name, content_type=document.media_type)


@needs("case.follow")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once more, then the file is gone."""
    found = _piece(request, pk)
    if request.method == "POST":
        own_vault.drop(found, worker=own(request), by=request.actor, at=request.at)
        messages.success(request, "已删除，文件随后从系统中清除。")
        return redirect("portal:vault")
    return render(request, "portal/me/drop.html", {"piece": found})
