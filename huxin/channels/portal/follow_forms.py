"""What does a reporter type while he follows his case?"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime

from huxin.cases.records import Evidence
from huxin.channels.parts.forms import DateInput, FilesField, MobileField, not_ahead


class ReceiptForm(forms.Form):
    """What stands on the receipt."""

    number = forms.CharField(label="案件编号", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    secret = forms.CharField(
        label="查询码", max_length=20, help_text="回执上的12位字母和数字，横线可以不输。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code", "autocapitalize": "characters"}),
    )  # fmt: skip


class MessageForm(forms.Form):
    """A message to the office."""

    text = forms.CharField(label="留言", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceForm(forms.Form):
    """Files, and what they show."""

    title = forms.CharField(label="这是什么", max_length=100, help_text="例如：8月派单截图、站长聊天记录、通话录音")
    files = FilesField(label="选择文件或拍照")


class VaultForm(EvidenceForm):
    """The same before there is a case: also what it proves, and of when it is."""

    proves = forms.CharField(label="能证明什么（可不填）", max_length=300, required=False)
    happened_on = forms.DateField(
        label="是哪天的（可不填）", widget=DateInput(), required=False, validators=[not_ahead]
    )


class UseForm(forms.Form):
    """Which pieces of one's vault go into the case."""

    pieces = forms.ModelMultipleChoiceField(
        None, label="选择要提交的证据", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一件。"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, rows: QuerySet[Evidence] | None, required: bool = True, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if rows is None:  # he has no vault here
            del self.fields["pieces"]
            return
        field = self.fields["pieces"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.required = required
        field.label_from_instance = lambda piece: f"{piece.title}（{localtime(piece.received_at):%Y-%m-%d %H:%M}收到）"  # type: ignore[attr-defined]


class ProofForm(UseForm):
    """What proves an action: new files, and pieces of one's vault where there are any; nothing is needed."""

    files = FilesField(label="附上文件或照片（可不选）", required=False)
    field_order = ("pieces", "files")

    def __init__(self, *args: Any, rows: QuerySet[Evidence] | None, **kwargs: Any) -> None:
        super().__init__(*args, rows=rows if rows is not None and rows.exists() else None, required=False, **kwargs)
        if "pieces" in self.fields:
            self.fields["pieces"].label = "从证据库选（可不选）"

    def clean_files(self) -> list[Any]:
        """Those that were given."""
        return [file for file in self.cleaned_data["files"] or [] if file]


class AuthorisationForm(forms.Form):
    """By what one acts for another: a new file, or a piece of one's vault."""

    file = forms.FileField(
        label="委托书（拍照、扫描件或PDF）", help_text="写明谁委托谁、办什么事、能不能代为和解，到哪天为止，双方签名。",
        required=False,
    )  # fmt: skip
    piece = forms.ModelChoiceField(None, label="或者从证据库选", required=False, empty_label="不选")
    until = forms.DateField(label="委托到哪天为止", widget=DateInput(attrs={"class": "short"}))
    settle = forms.BooleanField(
        label="委托书写明可以代为承认、放弃、变更请求，和解，撤回（特别授权）", required=False,
        help_text="没有写明的，撤回、接受方案由委托人自己办，调解协议要他自己签。",
    )  # fmt: skip

    def __init__(self, *args: Any, rows: QuerySet[Evidence] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rows is None or not rows.exists():
            del self.fields["piece"]
            self.fields["file"].required = True
        else:
            self.fields["piece"].queryset = rows  # type: ignore[attr-defined]
            self.fields["piece"].label_from_instance = lambda piece: piece.title  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("piece"):
            self.add_error("file", "请上传委托书，或从证据库选一件。")
        return given


class RateForm(forms.Form):
    """Satisfaction."""

    stars = forms.ChoiceField(
        label="满意吗？",
        choices=[("5", "很满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意"), ("1", "很不满意")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="想说的话（可不填）", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class IdentifyForm(forms.Form):
    """Who it was, said later."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = MobileField(label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel"}))
