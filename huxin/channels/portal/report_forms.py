"""What is a worker asked who wants to report something? One question a screen, in plain words."""

from datetime import date
from typing import Any

from django import forms

from huxin.cases.forms.common import MoneyField
from huxin.cases.models import Party
from huxin.cases.topics import Topic
from huxin.channels.parts.forms import DateInput, MobileField

NONE_OF_THEM = "none"
WHOSE = (
    ("complaint", "是我自己、我们几个人，或我替别人办的事，要求处理"),
    ("clue", "不是我自己的事，或只想匿名反映线索"),
)


class Question(forms.Form):
    """One screen. `title` is the question itself; what few people need stands folded under `fold`."""

    title = ""
    lead = ""
    fold = ""
    folded: tuple[str, ...] = ()

    def plain_fields(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [one for one in self.visible_fields() if one.name not in self.folded]

    def folded_fields(self) -> list[forms.BoundField]:
        """What few people are asked."""
        return [one for one in self.visible_fields() if one.name in self.folded]

    def unfolded(self) -> bool:
        """Was something of it filled in, or is something wrong there?"""
        return any(one.value() or one.errors for one in self.folded_fields())


class What(Question):
    """About what."""

    title = "您遇到了什么事？"
    whose = forms.ChoiceField(label="这是谁的事？", choices=WHOSE, widget=forms.RadioSelect, initial="complaint")
    topic = forms.ChoiceField(label="是哪一类？", choices=Topic.choices, widget=forms.RadioSelect)


class Where(Question):
    """The place of work: by it the office is found."""

    title = "您在哪里干活？"
    lead = "按干活的地方确定由哪个县（市）办理，您不用自己找单位。"
    area = forms.ChoiceField(label="县（市）", choices=(), widget=forms.RadioSelect)
    place = forms.CharField(label="具体地点（站点、街道，可不填）", max_length=120, required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class Who(Question):
    """The platform and the firm, as far as known."""

    title = "跟谁有关？"
    lead = "写您知道的就行：接单的软件、发钱给您的公司或站点。"
    platform = forms.CharField(label="平台或软件名称", max_length=60, required=False)
    firm = forms.CharField(label="公司或站点名称", max_length=120, required=False)
    chosen = forms.ChoiceField(label="是不是下面的单位？", choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found:
            self.fields["chosen"].choices = [*found, (NONE_OF_THEM, "都不是，按我写的名称")]  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        """Something must be known of whom it is about."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("platform") and not given.get("firm"):
            self.add_error("firm", "请至少填写平台或公司名称中的一项，不清楚全称写您平时的叫法。")
        if given.get("chosen") == NONE_OF_THEM:
            given["chosen"] = ""
        return given


class When(Question):
    """Since when, how much, how many."""

    title = "什么时候的事，涉及多少钱？"
    since = forms.DateField(label="从哪天开始", widget=DateInput(), required=False)
    until = forms.DateField(label="到哪天为止（还在继续就不填）", widget=DateInput(), required=False)
    amount = MoneyField(label="大概多少钱（元，可不填）", max_length=20, required=False)
    people = forms.IntegerField(label="一共几个人", min_value=1, max_value=100_000, initial=1)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Days in order and not ahead."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and since > self.today:
            self.add_error("since", "开始日期不能晚于今天。")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return given


class Story(Question):
    """What happened."""

    title = "说说经过"
    lead = "用自己的话说清楚就行，例如：什么时候开始干、怎么算钱、谁说的不发。照片和录音提交后就可以上传。"
    story = forms.CharField(label="经过", max_length=4000, widget=forms.Textarea(attrs={"rows": 7}))
    wish = forms.CharField(
        label="希望怎么解决（可不填）", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class Teller(Question):
    """Who tells."""

    title = "怎么联系您？"
    lead = (
        "姓名和手机号加密保存，只有办案人员能看到。匿名反映、举报线索的，不告诉单位是谁说的；"
        "要求单位付钱、改正的，办理中单位会知道是谁提出的。"
    )
    fold = "我是替别人办的"
    folded = ("acts_as", "acts_for", "principal_phone")
    name = forms.CharField(
        label="姓名", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = MobileField(
        label="手机号", required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    acts_as = forms.ChoiceField(
        label="您替谁办？", required=False,
        choices=[("", "替我自己"), *((code, f"替别人，我是{zh}") for code, zh in Party.Agency.choices)],
    )  # fmt: skip
    acts_for = forms.CharField(
        label="他的姓名（替别人办才填）", max_length=40, required=False, help_text="提交后要上传他签名的委托书。"
    )
    principal_phone = MobileField(
        label="他的手机号（可不填）", required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text="填了，他用这个号码登录也能看到办理情况。",
    )  # fmt: skip
    e_service = forms.BooleanField(label="同意用电子方式收文书", required=False, initial=True)
    offer = forms.BooleanField(label="同意先请单位协商答复（不影响后面的办理）", required=False)
    anonymous = forms.BooleanField(label="我要匿名（不留姓名和电话，凭回执查询）", required=False)

    def clean(self) -> dict[str, Any]:
        """Named, or anonymous; not neither."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("acts_as") and not given.get("acts_for"):
            self.add_error("acts_for", "请填写您替谁办的姓名；替自己办的，上面选“替我自己”。")
        if (given.get("acts_for") or given.get("principal_phone")) and not given.get("acts_as"):
            self.add_error("acts_as", "请选择您和他的关系；替自己办的，把他的姓名和手机号清空。")
        if given.get("acts_as") and given.get("anonymous"):
            self.add_error("anonymous", "替别人办需要留下您的姓名和手机号，不能匿名。")
        if not given.get("anonymous"):
            if not given.get("name"):
                self.add_error("name", "请填写姓名；不想留下身份的，请勾选匿名。")
            if not given.get("phone") and "phone" not in self.errors:
                self.add_error("phone", "请填写手机号；不想留下身份的，请勾选匿名。")
        return given


STEPS: dict[str, type[Question]] = {
    "what": What, "where": Where, "who": Who, "when": When, "story": Story, "teller": Teller,
}  # fmt: skip
