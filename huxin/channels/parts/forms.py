"""How does a view take in what was typed, and give it back with what is wrong?"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms import BoundField, Form
from django.utils import timezone
from django.utils.safestring import SafeString

from huxin.base.chinese import read_mobile
from huxin.base.errors import NotPossible
from huxin.orgs.models import Organisation

MOST_FILES = 20
_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


def carried_out(form: Form, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Was the form sent, sound, and the one action done with it? `act` is given the cleaned data.

    A refusal by the facts is shown above the form, with everything that was typed. The action's own answer
    stands in `form.result`.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        form.result = act(form.cleaned_data)
    except NotPossible as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


def not_ahead(day: date) -> None:
    """A validator: what has a day of its own has come about already."""
    if day > timezone.localdate():
        raise forms.ValidationError("日期不能晚于今天。")


class DateInput(forms.DateInput):
    """A day picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class KeyField(forms.IntegerField):
    """Of which row a list is asked, as an address carries it; longer than any key is wrong like any other non-key:
    SQLite would not take it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=2**63 - 1)


class MobileField(forms.CharField):
    """A mobile number, in whatever way it is typed; or nothing, where it is not required."""

    def __init__(self, **known: Any) -> None:
        super().__init__(max_length=20, **known)

    def clean(self, value: Any) -> str:
        """Its eleven digits; ValidationError with the reason in words."""
        text: str = super().clean(value)
        try:
            return read_mobile(text) if text else ""
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = _Files

    def __init__(self, *, most: int = MOST_FILES, **known: Any) -> None:
        super().__init__(**known)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them checked."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and not self.required:
            return []
        given = given or [None]
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if len(files) > self.most:
            raise forms.ValidationError(f"一次最多上传{self.most}个文件，请分几次上传。")
        return files


def called(units: Iterable[Organisation]) -> list[tuple[int, str]]:
    """Units to choose from, by their short names; in full where two are called the same."""
    rows = list(units)
    times = Counter(unit.short_name for unit in rows)
    return [(unit.pk, unit.name if times[unit.short_name] > 1 else unit.short_name) for unit in rows]


def in_full(unit: Organisation) -> str:
    """A unit by its whole name."""
    return unit.name


def offer_units(field: Any, units: QuerySet[Organisation]) -> None:
    """Let one or several of these units be chosen, so called."""
    field.queryset = units
    none = [("", field.empty_label)] if field.empty_label is not None else []
    field.choices = none + called(units)


class RowField(forms.TypedChoiceField):
    """One of some rows that were read already; several forms of a page may offer the same ones."""

    def __init__(self, *, nothing: str, required: bool = False, **known: Any) -> None:
        super().__init__(required=required, empty_value=None, **known)
        self.nothing = nothing

    def offer(self, rows: Iterable[Model], words: Callable[[Any], str] = str) -> None:
        """These rows, under the words that they call themselves, or under other ones."""
        known = {str(row.pk): row for row in rows}
        self.choices = [("", self.nothing), *((key, words(row)) for key, row in known.items())]
        self.coerce = lambda key: known[str(key)]


def dressed(bound: BoundField) -> SafeString:
    """The input with its class, and tied for screen readers to its help and to what is wrong. A text that is pasted is
    never cut off by the browser: how long it may be is counted beside it, and said by the form."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {}
    if not isinstance(widget, _PLAIN):
        kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
        attrs["class"] = f"{kind} {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.Textarea) and "maxlength" in widget.attrs:
        attrs |= {"maxlength": False, "data-most": widget.attrs["maxlength"]}
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    described += [f"{bound.auto_id}_wrong"] if bound.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)
