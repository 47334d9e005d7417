"""What is typed on the pages of papers?"""

from typing import Any

from django import forms

from huxin.base.actor import Actor
from huxin.channels.parts.forms import DateInput
from huxin.documents.by_hand import ByHand, homes
from huxin.documents.choices import deputies, issuers, receivers, signer_code, signers
from huxin.documents.kinds import KINDS, opinions
from huxin.documents.models import Addressee, ApprovalStep, Paper
from huxin.documents.numbering import series_codes
from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.writing import body_text

_STEPS = 6


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=200, widget=area(3))


class Writing(forms.Form):
    """The text of a paper on screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=300, widget=area(2), help_text="需要换行处直接换行。")
    addressees = forms.CharField(
        label="主送机关（文面）", max_length=500, required=False, help_text="留空则按所选主送单位列出全称。"
    )
    body = forms.CharField(
        label="正文",
        required=False,
        widget=area(24),
        help_text="每行一段；一、（一）1.（1）开头的行是各级标题，序号自动重排；【表格1】等标记请整行保留。",
    )
    attachments = forms.CharField(label="附件说明", required=False, widget=area(2), help_text="每行一个附件名称。")
    note = forms.CharField(label="附注", max_length=200, required=False)
    copies_to = forms.CharField(
        label="抄送（文面）", max_length=500, required=False, help_text="留空则按所选抄送单位列出全称。"
    )

    @staticmethod
    def of(tree: Tree, version: int) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "version": version,
            "title": tree.title,
            "addressees": tree.addressees,
            "body": body_text(tree),
            "attachments": "\n".join(tree.attachments),
            "note": tree.note,
            "copies_to": tree.imprint.copies_to,
        }


class NewPaper(forms.Form):
    """A paper begun by hand: its text typed, or handed in as DOCX."""

    home = forms.ModelChoiceField(None, label="拟稿单位", empty_label=None)
    title = forms.CharField(label="标题", max_length=300, widget=area(2))
    body = Writing.base_fields["body"]
    file = forms.FileField(
        label="DOCX文稿", required=False, help_text="已在WPS中写好的，可以直接上传；读出的内容先给您核对。"
    )
    to = forms.ModelMultipleChoiceField(None, label="主送单位", required=False, widget=forms.CheckboxSelectMultiple)
    cc = forms.ModelMultipleChoiceField(None, label="抄送单位", required=False, widget=forms.CheckboxSelectMultiple)
    addressees = Writing.base_fields["addressees"]
    attachments = Writing.base_fields["attachments"]
    note = Writing.base_fields["note"]
    copies_to = Writing.base_fields["copies_to"]
    urgency = forms.ChoiceField(
        label="紧急程度", choices=[("", "平件"), ("加急", "加急"), ("特急", "特急")], required=False
    )
    reply_due_on = forms.DateField(label="要求回复日期", required=False, widget=DateInput())

    def __init__(self, *args: Any, by: Actor, kind: ByHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].queryset = homes(by)
        self.fields["title"].help_text = f"写明文种，如：关于……的{kind.ending}；需要换行处直接换行。"
        for field in (self.fields["to"], self.fields["cc"]):
            field.queryset = receivers().exclude(pk__in=by.organisation_ids())

    def clean_attachments(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["attachments"].splitlines() if line.strip())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("body", "").strip() and not given.get("file"):
            self.add_error("body", "请填写正文，或上传DOCX文稿。")
        return given


class File(forms.Form):
    """One file."""

    file = forms.FileField(label="文件")


class Accept(forms.Form):
    """Take what was read from a DOCX as the new text."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Receivers(forms.Form):
    """Who is to receive the paper, and whether the public may see it."""

    to = forms.ModelMultipleChoiceField(None, label="主送单位", required=False, widget=forms.CheckboxSelectMultiple)
    cc = forms.ModelMultipleChoiceField(None, label="抄送单位", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        rows = list(paper.addressees.values_list("organisation_id", "how"))
        initial = {how: [pk for pk, way in rows if way == how] for how in Addressee.How.values}
        super().__init__(*args, initial=initial, **kwargs)
        for field in (self.fields["to"], self.fields["cc"]):
            field.queryset = receivers().exclude(pk=paper.organisation_id)


class Openness(forms.Form):
    """Whether the public may see it."""

    openness = forms.ChoiceField(label="公开属性", choices=Paper.Openness.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="不予公开的理由和依据", max_length=200, required=False)


class Route(forms.Form):
    """The way to the signature: up to six steps, empty ones left out."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = list(paper.steps.filter(round=paper.round + 1).order_by("order", "pk"))
        who = [("", "（不设此步）"), *signers(paper)]
        for place in range(_STEPS):
            step = planned[place] if place < len(planned) else None
            beside = place > 0 and step is not None and step.order == planned[place - 1].order
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"第{place + 1}步",
                choices=ApprovalStep.Kind.choices,
                initial=step.kind if step else ApprovalStep.Kind.SIGN,
            )
            self.fields[f"who_{place}"] = forms.ChoiceField(
                label="由谁办理", choices=who, required=False, initial=signer_code(step) if step else ""
            )
            if place:
                self.fields[f"beside_{place}"] = forms.BooleanField(
                    label="与上一步同时办理", required=False, initial=beside
                )

    def chosen(self) -> list[tuple[str, str, bool]]:
        """Kind, whom, whether beside the one before; in order."""
        given = self.cleaned_data
        rows = [(given[f"kind_{n}"], given[f"who_{n}"], bool(given.get(f"beside_{n}"))) for n in range(_STEPS)]
        return [row for row in rows if row[1]]


class Decision(forms.Form):
    """An opinion on a paper."""

    text_number = forms.IntegerField(widget=forms.HiddenInput)
    opinion = forms.ChoiceField(label="意见", choices=ApprovalStep.Opinion.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="意见内容", max_length=2000, required=False, widget=area(4), help_text="除“同意”外必填。"
    )

    def __init__(self, *args: Any, step: ApprovalStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].choices = [(o, o.label) for o in opinions(KINDS[step.paper.kind], step.kind)]


class Deputy(forms.Form):
    """Who takes one's place for this step."""

    to = forms.ModelChoiceField(None, label="转请", empty_label="请选择")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = deputies(by)


class Number(forms.Form):
    """The number of a paper."""

    text = forms.CharField(
        label="发文字号",
        max_length=60,
        required=False,
        help_text="已启用自动编号的，留空即取下一号；方括号自动改为六角括号。",
    )


class Scan(forms.Form):
    """The sealed print, scanned."""

    file = forms.FileField(
        label="盖章扫描件", help_text="打印定稿，加盖实物印章，扫描为PDF后上传。系统不生成印章图样。"
    )
    seal = forms.CharField(label="印章名称", max_length=80)
    copies = forms.IntegerField(label="用印份数", min_value=1, max_value=10_000)


class Archive(forms.Form):
    """Where an issued paper is laid down."""

    archive_no = forms.CharField(label="档号", max_length=60)
    retention = forms.ChoiceField(label="保管期限", choices=Paper.Retention.choices)


class Series(forms.Form):
    """Automatic numbers of one series of one organisation in one year."""

    organisation = forms.ModelChoiceField(None, label="发文机关", empty_label=None)
    code = forms.ChoiceField(label="编号系列")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    pattern = forms.CharField(
        label="字号样式", max_length=60, help_text="{year}为年度，{n}为序号，如：某人社函〔{year}〕{n}号。"
    )
    next = forms.IntegerField(label="下一号", min_value=1, max_value=99_999)
    active = forms.BooleanField(label="启用自动编号", required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = issuers(by)
        self.fields["code"].choices = list(series_codes().items())
