"""How is the entry of an enterprise made and changed: facts, names, chain, duplicates?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.enterprises.forms import (
    EnterpriseForm,
    LinkForm,
    MergeForm,
    NameForm,
    NewEnterpriseForm,
    RenameForm,
    UntilForm,
)
from huxin.channels.workbench.enterprises.pages import fetched, shown
from huxin.orgs.access import needs, visible
from huxin.registry.actions import chain, enterprises
from huxin.registry.actions.enterprises import Details
from huxin.registry.matching import Firm, KnownFirms
from huxin.registry.models import Enterprise
from huxin.registry.queries import open_links, other_names
from huxin.work.drafts import clear_draft

_FIELDS = (
    "area", "kind", "credit_code", "short_name", "individual", "address", "legal_representative", "industry",
    "contact", "status",
)  # fmt: skip


@needs("registry.edit")
def enterprise_new(request: HttpRequest) -> HttpResponse:
    """Enter one; what may be there already is shown first."""
    form = with_draft(request, "enterprise-new", NewEnterpriseForm, by=request.actor)
    if carried_out(form, lambda given: _enter(form, given, request)):
        clear_draft(key="enterprise-new", by=request.actor)
        messages.success(request, f"已登记{form.result.name}。")
        return redirect("workbench:enterprise", form.result.pk)
    return render(request, "workbench/enterprises/form.html", {"form": form, "title": "登记企业"})


def _enter(form: Form, given: dict[str, Any], request: HttpRequest) -> Enterprise:
    name, sure, details = given.pop("name"), given.pop("sure"), Details(**given)
    if not sure:
        record = Firm(name, details.credit_code, details.area.pk)
        alike = [f"{m.thing.name}（{m.thing.area.short_name}）" for m in KnownFirms([record]).matches(record)[:5]]
        if alike:
            raise NotPossible(
                f"可能已经登记：{'；'.join(alike)}。请先核对；确实不是同一家的，勾选“{form.fields['sure'].label}”后再提交。"
            )
    return enterprises.register_enterprise(name, details, by=request.actor, at=request.at)


@needs("registry.edit")
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts."""
    firm = fetched(request, pk, "registry.edit")
    key = f"enterprise-{pk}"
    known = {field: getattr(firm, field) for field in _FIELDS} | {"version": firm.version}
    form = with_draft(request, key, _VersionedForm, by=request.actor, initial=known)

    def act(given: dict[str, Any]) -> int:
        version = given.pop("version")
        by, at = request.actor, request.at
        return enterprises.correct_enterprise(firm, Details(**given), version=version, by=by, at=at)

    if carried_out(form, act):
        clear_draft(key=key, by=request.actor)
        messages.success(request, "资料已更正。" if form.result else "资料没有变化。")
        return redirect("workbench:enterprise", pk)
    context = {"form": form, "title": "更正企业资料", "firm": firm}
    return render(request, "workbench/enterprises/form.html", context)


class _VersionedForm(EnterpriseForm):
    """The facts, and which state of them was on the screen."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["version"] = RenameForm.base_fields["version"]


def _moved(
    request: HttpRequest, firm: Enterprise, key: str, form: Form, act: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    """One small form on the page of an enterprise: done, or shown again with what is wrong."""
    if not carried_out(form, act):
        return shown(request, firm, **{key: form})
    messages.success(request, done)
    return redirect("workbench:enterprise", firm.pk)


@needs("registry.edit")
@require_POST
def enterprise_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """A new registered name."""
    firm, by, at = fetched(request, pk, "registry.edit"), request.actor, request.at
    form = RenameForm(request.POST, auto_id="rename_%s")
    return _moved(
        request, firm, "rename", form, lambda given: enterprises.rename(firm, **given, by=by, at=at), "名称已变更。"
    )


@needs("registry.edit")
@require_POST
def enterprise_name_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more name."""
    firm, by, at = fetched(request, pk, "registry.edit"), request.actor, request.at
    form = NameForm(request.POST, auto_id="name_%s")
    return _moved(
        request, firm, "add_name", form, lambda given: enterprises.add_name(firm, **given, by=by, at=at), "名称已增加。"
    )


@needs("registry.edit")
@require_POST
def enterprise_name_remove(request: HttpRequest, pk: int, name_pk: int) -> HttpResponse:
    """A name entered by mistake."""
    firm = fetched(request, pk, "registry.edit")
    enterprises.remove_name(get_object_or_404(other_names(firm), pk=name_pk), by=request.actor, at=request.at)
    messages.success(request, "名称已删除。")
    return redirect("workbench:enterprise", pk)


@needs("registry.edit")
@require_POST
def enterprise_link(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands above it."""
    firm, by, at = fetched(request, pk, "registry.edit"), request.actor, request.at
    form = LinkForm(request.POST, rows=visible(Enterprise, by), auto_id="link_%s")

    def act(given: dict[str, Any]) -> Any:
        return chain.link_enterprises(given.pop("upper"), firm, **given, by=by, at=at)

    return _moved(request, firm, "link", form, act, "企业关系已登记。")


@needs("registry.edit")
def enterprise_unlink(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """From which day a joint of the chain holds no more."""
    firm, by, at = fetched(request, pk, "registry.edit"), request.actor, request.at
    link = get_object_or_404(open_links(firm), pk=link_pk)
    form = UntilForm(request.POST or None)
    if carried_out(form, lambda given: chain.unlink(link, **given, by=by, at=at)):
        messages.success(request, "企业关系已结束。")
        return redirect("workbench:enterprise", pk)
    title = f"结束与{link.upper.name}的关系"
    return render(request, "workbench/enterprises/form.html", {"form": form, "title": title, "firm": firm})


@needs("registry.edit")
@require_POST
def enterprise_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """This entry is another one's double."""
    firm, by, at = fetched(request, pk, "registry.edit"), request.actor, request.at
    form = MergeForm(request.POST, rows=visible(Enterprise, by, "registry.edit"), auto_id="merge_%s")
    return _moved(
        request,
        firm,
        "merge",
        form,
        lambda given: enterprises.merge_enterprises(firm, **given, by=by, at=at),
        "已并入。",
    )


@needs("registry.edit")
@require_POST
def enterprise_separate(request: HttpRequest, pk: int) -> HttpResponse:
    """They were two after all."""
    firm = fetched(request, pk, "registry.edit")
    enterprises.separate_enterprise(firm, by=request.actor, at=request.at)
    messages.success(request, "已撤销合并。")
    return redirect("workbench:enterprise", pk)
