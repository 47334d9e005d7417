"""How does a form keep itself while somebody types? The view names a key, the page's script does the rest."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from huxin.channels.parts.ways import channel_of
from huxin.work.drafts import find_draft, save_draft

NEVER_KEPT = ("csrfmiddlewaretoken", "password", "phone", "identity", "id_number")  # beginnings of names


def with_draft(request: HttpRequest, key: str, make: Callable[..., Form], **known: Any) -> Form:
    """The form that was sent; or a fresh one, filled from `initial` in `known` and over it from the draft.

    `make` is a Form class (or a function with its signature). After success call `work.drafts.clear_draft`.
    The form carries `draft_url` and `draft_saved_at` for `<c-form>`.
    """
    draft = find_draft(key=key, by=request.actor) if request.method != "POST" else None
    if request.method == "POST":
        form = make(request.POST, request.FILES, **known)
    elif draft is None:
        form = make(**known)
    else:
        form = make(**{**known, "initial": known.get("initial", {}) | _typed(make(**known), draft.data)})
    form.draft_url = reverse(f"{channel_of(request.actor)}:draft", args=[key])
    form.draft_saved_at = draft.saved_at if draft else None
    return form


def keep_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is typed in an open form; the answer to the page's own script. Each channel routes it as `draft`."""
    typed = {name: texts for name, texts in request.POST.lists() if not name.startswith(NEVER_KEPT)}
    save_draft(key=key, typed=typed, by=request.actor, at=request.at)
    return HttpResponse(status=204)


def _typed(form: Form, data: dict[str, list[str]]) -> dict[str, Any]:
    """What was typed, as initial values: each input reads its own part."""
    query = QueryDict(mutable=True)
    for name, texts in data.items():
        query.setlist(name, texts)
    return {
        name: field.widget.value_from_datadict(query, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(query, {}, form.add_prefix(name))
    }
