"""How does somebody begin a paper that no rule and no other page has drafted?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.papers.forms import NewPaper
from huxin.channels.workbench.papers.writing import back
from huxin.documents import store
from huxin.documents.by_hand import BY_HAND, Begun, begin, homes
from huxin.documents.models import Paper
from huxin.orgs.access import needs
from huxin.work.drafts import clear_draft


@needs("paper.draft")
def paper_kinds(request: HttpRequest) -> HttpResponse:
    """Which kind is it to be?"""
    return render(request, "workbench/papers/kinds.html", {"kinds": BY_HAND.items()})


@needs("paper.draft")
def paper_new(request: HttpRequest, occasion: str) -> HttpResponse:
    """Title, addressees and text; the draft then stands with its usual way to the signature."""
    if occasion not in BY_HAND:
        raise Http404
    chosen, key = BY_HAND[occasion], f"paper-new-{occasion}"
    first = {"home": homes(request.actor).first(), "body": f"\n{chosen.closing}"}
    form = with_draft(request, key, NewPaper, initial=first, by=request.actor, kind=chosen)

    def act(given: dict[str, Any]) -> Paper:
        home, file = given.pop("home"), given.pop("file")
        if file:
            document = store.keep(file, name=file.name, org_path=home.path, by=request.actor, at=request.at)
            given["document"] = document
        return begin(chosen, home, Begun(**given), by=request.actor, at=request.at)

    if carried_out(form, act):
        clear_draft(key=key, by=request.actor)
        if handed_in := form.cleaned_data.get("document"):
            return redirect("workbench:paper_docx_check", form.result.pk, handed_in.pk)
        return back(request, form.result, "草稿已建立，核对收文单位和审批流程后即可送审。")
    return render(request, "workbench/papers/new.html", {"form": form, "chosen": chosen})
