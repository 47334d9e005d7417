"""For what does somebody want to see a worker's data in clear?"""

from django import forms

from huxin.registry.actions.workers import PURPOSES


class PurposeForm(forms.Form):
    """Why the data is looked at; the worker reads it."""

    purpose = forms.ChoiceField(label="用途", choices=list(PURPOSES.items()))
