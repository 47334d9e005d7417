"""Who speaks for the many workers of one case, and how does one of them go his own way?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.cases import collective
from huxin.cases.actions.parting import part
from huxin.cases.people import told_apart
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.cases.forms import Reason
from huxin.channels.workbench.cases.page import found
from huxin.documents import store
from huxin.orgs.access import needs


class Electing(forms.Form):
    """Whom the workers chose, and the paper on which they did; `chosen` become the rows."""

    chosen = forms.MultipleChoiceField(label="推举的代表人", widget=forms.CheckboxSelectMultiple)
    proof = forms.FileField(label="推举书", help_text="写明推举谁、代表哪些人、权限和期限，由推举人签名。")

    def __init__(self, *args: Any, among: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.among = {str(party.pk): party for party in among}
        self.fields["chosen"].choices = [(pk, told_apart(party)) for pk, party in self.among.items()]

    def clean_chosen(self) -> list[Any]:
        """The rows themselves."""
        return [self.among[pk] for pk in self.cleaned_data["chosen"]]


@needs("case.handle")
def case_collective(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody with his consents; the election, and parting."""
    case = found(request, number, "case.handle")
    people = list(collective.claimants(case).select_related("case", "enterprise"))
    form = Electing(request.POST or None, request.FILES or None, among=people)

    def act(given: dict[str, Any]) -> int:
        by, at = request.actor, request.at
        proof = store.keep(given["proof"], name=given["proof"].name, org_path=case.org_path, by=by, at=at)
        return collective.elect(case, chosen=given["chosen"], proof=proof, by=by, at=at)

    if carried_out(form, act):
        messages.success(request, f"已登记代表人{form.result}名。")
        return redirect("workbench:case_collective", number)
    return _shown(request, case, form, Reason(auto_id="part_%s"))


def _shown(request: HttpRequest, case: Any, form: Electing, part_form: Reason) -> HttpResponse:
    agreed = set(collective.represented(case).values_list("pk", flat=True))
    rows = [
        (party, told_apart(party), collective.consented(party), party.pk in agreed) for party in form.among.values()
    ]
    many, least, most = collective.figures(case)
    context = {"case": case, "rows": rows, "form": form, "many": many, "least": least, "most": most,
               "part_form": part_form, "unverified": collective.unverified(case)}  # fmt: skip
    return render(request, "workbench/cases/collective.html", context)


@needs("case.merge")
@require_POST
def case_part(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One of them gets a case of his own."""
    case = found(request, number, "case.merge")
    party = get_object_or_404(case.parties.select_related("case"), pk=pk)
    form = Reason(request.POST, auto_id="part_%s")
    if not carried_out(form, lambda given: part(party, **given, by=request.actor, at=request.at)):
        people = list(collective.claimants(case).select_related("case", "enterprise"))
        return _shown(request, case, Electing(among=people), form)
    messages.success(request, f"已分出另案办理，编号{form.result.number}；本人的回执照常可以查询。")
    return redirect("workbench:case", form.result.number)
