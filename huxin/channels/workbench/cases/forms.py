"""What is typed on the page of a case, besides the forms that its procedure declares?"""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from huxin.cases import recorded
from huxin.cases.collective import CONSENTS
from huxin.cases.joint import PARTS, may_be_opened, openable
from huxin.cases.models import Case, Party
from huxin.cases.people import choices, face
from huxin.cases.records import Assistance, PaperService, PaperSignature
from huxin.channels.parts.forms import DateInput, FilesField, RowField, in_full, not_ahead
from huxin.channels.parts.signature import SignatureForm
from huxin.documents.models import Paper
from huxin.orgs.models import User
from huxin.registry.actions.workers import PURPOSES


def lines(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class OfParties(forms.Form):
    """A form that names one of the parties of a case; `party` becomes the row."""

    def __init__(self, *args: Any, parties: list[Party], nobody: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        first = [("", nobody)] if nobody else []
        self.fields["party"].choices = [*first, *choices(parties)]

    def clean_party(self) -> Party | None:
        """The row itself."""
        return self.parties.get(self.cleaned_data["party"])


class Text(forms.Form):
    """A private note."""

    text = forms.CharField(label="内容", max_length=5000, widget=lines(3))


class Telling(OfParties):
    """A message to one party, or to all reporters."""

    party = forms.ChoiceField(label="发给", required=False)
    text = forms.CharField(label="内容", max_length=5000, widget=lines(4), help_text="当事人能看到，请勿写内部意见。")


class Exhibit(OfParties):
    """A file as evidence."""

    file = forms.FileField(label="文件")
    title = forms.CharField(label="名称", max_length=120, required=False, help_text="留空则用文件名。")
    proves = forms.CharField(label="证明内容", max_length=300, required=False)
    happened_on = forms.DateField(label="形成日期", required=False, widget=DateInput(), validators=[not_ahead])
    party = forms.ChoiceField(label="提交人", required=False)


class Consenting(forms.Form):
    """What several parties agreed to; `parties` become the rows."""

    what = forms.ChoiceField(label="同意事项", choices=[("", "请选择"), *CONSENTS.items()])
    parties = forms.MultipleChoiceField(label="同意的当事人", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, among: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = {str(party.pk): party for party in among}
        self.fields["parties"].choices = choices(among)

    def clean_parties(self) -> list[Party]:
        """The rows themselves."""
        return [self.among[key] for key in self.cleaned_data["parties"]]


class Purpose(forms.Form):
    """Why personal data are looked at."""

    purpose = forms.ChoiceField(label="用途", choices=list(PURPOSES.items()))


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=300, widget=lines(3))


class Assigning(forms.Form):
    """Who handles it: by load, or by hand."""

    officer = forms.ChoiceField(label="主办", required=False)
    second = forms.ChoiceField(label="协办", required=False)

    def __init__(
        self, *args: Any, staff: list[tuple[User, int]], away: Collection[int] = (), case: Case, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"officer": case.officer_id, "second": case.second_officer_id})
        super().__init__(*args, **kwargs)
        self.staff = {str(user.pk): user for user, _ in staff}
        out = dict.fromkeys(away, "，现由同事代班")
        shown = [(str(user.pk), f"{user.name}（在办{load}件{out.get(user.pk, '')}）") for user, load in staff]
        self.fields["officer"].choices = [("", "按工作量自动指派"), *shown]
        self.fields["second"].choices = [("", "不设协办"), *shown]

    def clean(self) -> dict[str, Any]:
        """The people themselves."""
        given: dict[str, Any] = super().clean() or {}
        return {name: self.staff.get(given.get(name, "")) for name in ("officer", "second")}


class Passing(forms.Form):
    """To which office, and why."""

    to = RowField(label="接收单位", nothing="请选择", required=True)
    reason = forms.CharField(label="移交理由", max_length=300, widget=lines(3))

    def __init__(self, *args: Any, bodies: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer([body for body in bodies if body.staffed], in_full)


class Asking(forms.Form):
    """What is asked of another body, or what it is told."""

    kind = forms.ChoiceField(
        label="类别", choices=[one for one in Assistance.Kind.choices if one[0] != Assistance.Kind.JOINT]
    )
    organisation = RowField(label="单位", nothing="请选择", required=True)
    text = forms.CharField(label="请求或告知的内容", max_length=2000, widget=lines(4),
                           help_text="对方只看到这里写的内容，看不到案件。")  # fmt: skip
    due_on = forms.DateField(label="请于何日前答复", required=False, widget=DateInput())

    def __init__(self, *args: Any, bodies: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(bodies, in_full)


class Joining(forms.Form):
    """Which body handles it jointly, for what, and what is opened to it."""

    organisation = RowField(label="联合办理单位", nothing="请选择", required=True)
    text = forms.CharField(label="请对方办理的内容", max_length=2000, widget=lines(4),
                           help_text="不要写反映人的姓名和电话。")  # fmt: skip
    parts = forms.MultipleChoiceField(
        label="另外开放的内容", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="事项、用工单位、地点、时间总是开放；当事人信息、内部记录、文书从不开放。",
    )  # fmt: skip
    pieces = forms.MultipleChoiceField(
        label="另外开放的证据", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="开放前请先看一遍：文件里可能有反映人的姓名、电话。",
    )  # fmt: skip
    due_on = forms.DateField(label="请于何日前反馈", required=False, widget=DateInput())

    def __init__(self, *args: Any, case: Case, bodies: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(bodies, in_full)
        self.fields["parts"].choices = [(code, PARTS[code]) for code in may_be_opened(case)]
        pieces = [(str(row.pk), row.title) for row in openable(case)]
        self.fields["pieces"].choices = pieces
        if not pieces:
            del self.fields["pieces"]

    def clean_pieces(self) -> list[int]:
        """The keys of the rows."""
        return [int(key) for key in self.cleaned_data["pieces"]]


class Ending(forms.Form):
    """Why a joint handling ends."""

    reason = forms.CharField(label="结束原因", max_length=300, required=False, widget=lines(2),
                             help_text="对方已反馈的可以不填。")  # fmt: skip


class Answering(forms.Form):
    """What the body did."""

    text = forms.CharField(label="办理情况", max_length=2000, widget=lines(5))


class Found(forms.Form):
    """The body's own papers: what they are, and the files."""

    title = forms.CharField(label="材料名称", max_length=100, help_text="例如：检查记录、询问笔录、鉴定意见。")
    files = FilesField(label="文件", help_text="可以选多个；只有主办单位和本单位能看到。")


class Answered(Answering):
    """What a body answered on paper or by phone, typed in by the office that asked."""

    of = forms.ChoiceField(label="答复的是")
    field_order = ("of", "text")

    def __init__(self, *args: Any, asked: list[Assistance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {str(row.pk): row for row in asked}
        rows = [(key, f"{r.organisation.short_name}（{r.get_kind_display()}）") for key, r in self.asked.items()]
        self.fields["of"].choices = [("", "请选择"), *rows]

    def clean_of(self) -> Assistance:
        """The row itself."""
        return self.asked[self.cleaned_data["of"]]


class Serving(forms.Form):
    """How a paper reached one party, or several on the same day."""

    party = forms.MultipleChoiceField(
        label="受送达人", widget=forms.CheckboxSelectMultiple, help_text="同一天以同一方式送达的，可以一次勾选几人。"
    )
    mode = forms.ChoiceField(label="送达方式", choices=PaperService.Mode.choices)
    served_on = forms.DateField(label="送达日期", required=False, widget=DateInput())
    place = forms.CharField(label="送达地点", max_length=200, required=False)
    remark = forms.CharField(label="备注", max_length=300, required=False, help_text="留置送达的见证人、邮件号等。")
    proof = forms.FileField(
        label="送达凭证", required=False, help_text="送达回证、邮寄或公告凭证的扫描件；电子送达可不传。"
    )
    published_on = forms.DateField(
        label="公告日期", required=False, widget=DateInput(),
        help_text="公告送达的填写；视为送达的日期由系统推算，期满自动登记送达。",
    )  # fmt: skip
    ground = forms.CharField(
        label="公告送达改用送达日期的理由", max_length=120, required=False,
        help_text="不填，按公告日期推算；填写后以“送达日期”为准。",
    )  # fmt: skip

    def __init__(self, *args: Any, parties: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.fields["party"].choices = choices(parties)
        if len(parties) == 1:
            self.initial["party"] = list(self.parties)

    def clean_party(self) -> list[Party]:
        """The rows themselves."""
        return [self.parties[key] for key in self.cleaned_data["party"]]


class Signing(SignatureForm, OfParties):
    """The signature of a party or its agent, or of the official himself in one of the office's places: drawn here, or
    the scan of the signed print."""

    party = forms.ChoiceField(label="签字人")

    def __init__(self, *args: Any, paper: Paper, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, paper=paper, **kwargs)
        self.places, self.paper = places, paper
        field = self.fields["party"]
        named = [(key, f"{label}{self._for(key)}") for key, label in field.choices]
        either = [("", "请选择")] if named and places else []  # nobody signs for a party who means himself
        field.choices = [*either, *named, *((place, f"我本人，签在“{place}”栏") for place in places)]

    def _for(self, key: str) -> str:
        """For whom an agent signs; who was there for a firm."""
        party = self.parties[key]
        person = recorded.speaker(self.paper, party)
        return f"（代{face(party.acts_for).name}）" if party.acts_for else f"　由{person}签字" if person else ""

    def clean_party(self) -> Party | str:
        """The row itself, or the official's place."""
        chosen: str = self.cleaned_data["party"]
        return chosen if chosen in self.places else super().clean_party()


class Unsigned(OfParties):
    """Why somebody who was there has not signed a record, and who saw it."""

    party = forms.ChoiceField(label="没有签字的人")
    mode = forms.ChoiceField(
        label="情形", choices=[(m.value, m.label) for m in (PaperSignature.Mode.REFUSED, PaperSignature.Mode.ABSENT)]
    )
    reason = forms.CharField(label="原因", max_length=300, widget=lines(2))
    witnesses = forms.CharField(
        label="见证人", max_length=120, required=False, help_text="拒绝签字的，写明在场的办案人员或见证人姓名。"
    )
