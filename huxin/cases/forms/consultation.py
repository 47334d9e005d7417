"""What must be given for an answer to a question? It is chosen from standard texts, or typed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django import forms

from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, CaseForm, day, text
from huxin.cases.topics import Topic

PATH = Path(__file__).parents[1] / "answers.yaml"


@dataclass(frozen=True, slots=True)
class Cited:
    """One document, or an article of it; `unverified` until somebody has held it against the text."""

    cite: str
    unverified: bool = False

    def __str__(self) -> str:
        return f"{self.cite}（待核实）" if self.unverified else self.cite


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard answer with what it cites and the office to go to."""

    code: str
    topic: str
    question: str
    answer: str
    cited: tuple[Cited, ...]
    office: str

    @property
    def law(self) -> str:
        """What it cites, as it is read."""
        return "、".join(map(str, self.cited))

    @property
    def title(self) -> str:
        """The question, as it is chosen."""
        return f"{self.question}（依据待核实）" if any(one.unverified for one in self.cited) else self.question


@cache
def standards() -> dict[str, Standard]:
    """All standard answers by their code."""
    read = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    rows = [Standard(cited=tuple(Cited(**one) for one in row.pop("law")), **row) for row in read]
    for row in rows:
        Topic(row.topic)
    return {row.code: row for row in rows}


class AskBack(CaseForm):
    """What is to be told before an answer is possible."""

    question = text("请对方补充说明的问题")
    due_on = day("请于何时前说明", AHEAD)

    def facts(self) -> Facts:
        """His day, and the message."""
        given = self.cleaned_data
        message = f"为答复您的咨询，请补充说明：\n{given['question']}"
        return Facts(data=self.shown() | {"message": message}, due={"more": given["due_on"]})


class TellMore(CaseForm):
    """What was asked back."""

    more = text("补充说明", rows=4)


class Answer(CaseForm):
    """An answer that cites the article and names the office; a standard text fills what is left empty."""

    standard = forms.ChoiceField(label="选用标准答复", required=False, widget=forms.HiddenInput)
    answer = text("答复内容", rows=6, required=False, longest=3000)
    law = forms.CharField(label="依据（法规和条款）", max_length=300, required=False)
    office = forms.CharField(label="可以找哪个单位", max_length=200, required=False)

    def prepare(self) -> None:
        """Those of the subject first."""
        self.standards = sorted(standards().values(), key=lambda row: row.topic != self.case.topic)
        choices = [("", "自行填写"), *((row.code, row.title) for row in self.standards)]
        self.fields["standard"].choices = choices  # type: ignore[attr-defined]

    def standard_texts(self) -> list[tuple[str, str, dict[str, str]]]:
        """The standard answers: each is read, and changed where need be, before it goes out."""
        return [
            (row.code, row.title, {"standard": row.code, "answer": row.answer, "law": row.law, "office": row.office})
            for row in self.standards
        ]

    def clean(self) -> dict[str, Any]:
        """What is typed goes before the standard text; all three must be there in the end."""
        given: dict[str, Any] = super().clean() or {}
        chosen = standards().get(given.get("standard", ""))
        for name, label in (("answer", "答复内容"), ("law", "依据"), ("office", "可以找的单位")):
            given[name] = given.get(name) or (getattr(chosen, name) if chosen else "")
            if not given[name]:
                self.add_error(name, f"请填写{label}，或者选用标准答复。")
        return given

    def facts(self) -> Facts:
        """The answer as the asker reads it."""
        given = self.cleaned_data
        message = f"{given['answer']}\n依据：{given['law']}\n可以找：{given['office']}"
        return Facts(data=self.shown() | {"message": message})
