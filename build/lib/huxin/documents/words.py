"""By which words is a paper found: those of its title and number, and of its text where that names no party of a case?

Each paper has one text of signs (`search.word_index`), written where title, number or text change. Papers of cases hold
personal data that is encrypted elsewhere: their text stays out, they are found by their title and by their case. Long
rows of digits (telephones, identity numbers) stay out of every text.
"""

import re
from collections.abc import Sequence

from django.db.models import F

from huxin.base.actor import Actor
from huxin.base.chinese import normal_text
from huxin.documents.kinds import KINDS
from huxin.documents.models import Paper, PaperWords
from huxin.documents.subjects import named_papers
from huxin.search.word_index import Sought, pairs, written
from huxin.typesetting import content
from huxin.typesetting.content_json import from_json

_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")
_ROUNDS = 15


def said(paper: Paper) -> str:
    """All of it that may be searched."""
    kind = KINDS.get(paper.kind)
    body = content.text(from_json(paper.tree)) if kind is not None and not kind.personal else ""
    return _LONG_NUMBER.sub(" ", "\n".join((paper.title, paper.about, paper.number, body)))


def signs(paper: Paper) -> str:
    """What stands in the index."""
    return written((), (said(paper),))


def keep(paper: Paper) -> None:
    """Write the signs of a paper as it stands."""
    PaperWords.objects.update_or_create(paper=paper, defaults={"words": signs(paper)})


def found(text: str, by: Actor, most: int) -> Sequence[Paper]:
    """The newest papers that the person may read and that hold every word. The index knows pairs of characters; what
    it names is read, until enough truly holds the words or too much does not."""
    words = normal_text(text).lower().split()
    if not (signs := tuple(pairs(text))):
        return []
    named = PaperWords.objects.filter(words__holds=Sought(((signs,),))).values("paper")
    # by an expression, so that no database walks the papers from the newest in the hope to meet soon what is rare
    rows = named_papers(by).filter(pk__in=named).annotate(row=F("pk") + 0).order_by("-row")
    holding: list[Paper] = []
    for start in range(0, most * _ROUNDS, most):
        read = list(rows[start : start + most])
        holding += [paper for paper in read if all(word in normal_text(said(paper)).lower() for word in words)]
        if len(holding) >= most or len(read) < most:
            break
    return holding[:most]
