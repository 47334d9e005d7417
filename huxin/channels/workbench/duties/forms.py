"""What is typed on the page of a duty?"""

from functools import cached_property
from typing import IO, Any

from django import forms

from huxin.channels.parts.forms import DateInput, FilesField, RowField
from huxin.orgs.models import Organisation, User
from huxin.plans.choices import offices, people
from huxin.plans.models import Duty, Term


class Hands:
    """Who may be given a duty or a part of it; read once for all forms of a page."""

    def __init__(self, duty: Duty) -> None:
        self.duty = duty

    @cached_property
    def offices(self) -> list[Organisation]:
        return list(offices(self.duty))

    @cached_property
    def people(self) -> list[User]:
        return list(people(self.duty))


class _WithFiles(forms.Form):
    """With a field of files."""

    def clean_files(self) -> list[tuple[str, IO[bytes]]]:
        """Each by its name."""
        return [(file.name, file) for file in self.cleaned_data["files"]]


class ProgressForm(_WithFiles):
    """What was done, when, and what proves it."""

    happened_on = forms.DateField(label="日期", widget=DateInput())
    text = forms.CharField(label="做了什么", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    zero = forms.BooleanField(label="零报告（确无新进展）", required=False)
    files = FilesField(label="佐证材料", required=False, help_text="可多选；不得上传涉密材料。")


class HandInForm(_WithFiles):
    """The answer to a milestone or a single task."""

    answer = forms.ChoiceField(label="答复", choices=Term.Answer.choices)
    text = forms.CharField(label="完成情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label="佐证材料", required=False)


class ReturnForm(forms.Form):
    """Why it is returned, and until when it may be mended."""

    until = forms.DateField(label="重新报送时限", widget=DateInput())
    reason = forms.CharField(label="退回原因和修改要求", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(forms.Form):
    """Why it is owed again, and by when."""

    due_on = forms.DateField(label="新的时限", widget=DateInput())
    reason = forms.CharField(label="重开原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AskForm(forms.Form):
    """Until when an extension is asked for, and on what ground."""

    until_on = forms.DateField(label="申请延至", widget=DateInput())
    ground = forms.CharField(label="延期理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PartForm(forms.Form):
    """A part of the duty for an office or a person."""

    text = forms.CharField(label="分解内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    office = RowField(label="承办科室（单位）", nothing="不在名单中")
    office_name = forms.CharField(label="名单外的科室（单位）", max_length=120, required=False)
    person = RowField(label="责任人", nothing="不在名单中")
    person_name = forms.CharField(label="名单外的责任人", max_length=40, required=False)
    due_on = forms.DateField(label="时限", required=False, widget=DateInput())

    def __init__(self, hands: Hands, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["office"].offer(hands.offices)
        self.fields["person"].offer(hands.people)


class ResultForm(forms.Form):
    """What came of a part."""

    result = forms.CharField(label="完成情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class StatementForm(forms.Form):
    """Why a task is none of the unit's own."""

    reason = forms.CharField(label="为什么本单位无此项任务", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class HandlingForm(forms.Form):
    """Which office of the unit drafts, and who handles it."""

    office = RowField(label="承办科室", nothing="不指定")
    handler = RowField(label="经办人", nothing="不指定")

    def __init__(self, hands: Hands, *args: Any, **known: Any) -> None:
        duty = hands.duty
        super().__init__(*args, initial={"office": duty.drafting_office_id, "handler": duty.handler_id}, **known)
        self.fields["office"].offer(one for one in hands.offices if one.path.startswith(duty.org_path))
        self.fields["handler"].offer(hands.people)
