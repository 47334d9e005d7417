"""How does a firm answer what was found?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require
from huxin.oversight.models import Answer, Finding

ANSWER = "finding.answer"
ANSWERED = verb(
    "finding.answered", "企业说明{findings}项检查发现（{answer_kind}）", ("findings", "answer_kind"), PARTIES
)


def alike(finding: Finding) -> list[Finding]:
    """What the firm was asked about the same rule and month and has not answered, this finding among it."""
    same = Finding.objects.filter(firm=finding.firm, month=finding.month, rule=finding.rule, rules=finding.rules)
    return list(same.filter(state=Finding.State.ASKED, asked_at=finding.asked_at).order_by("pk"))


@transaction.atomic
def answer(
    findings: Sequence[Finding], *, kind: str, text: str, document: Document | None = None, by: Actor, at: datetime
) -> list[Answer]:
    """An explanation or a correction, with a file where there is one; the same for findings of one kind."""
    if not findings:
        raise NotPossible("这些检查发现已经答复过，请刷新页面查看。")
    for one in findings:
        require(by, ANSWER, one)
    if not text.strip():
        raise NotPossible("请写明情况或改正的内容。")
    pks = [one.pk for one in findings]
    asked = Finding.objects.filter(pk__in=pks, state__in=(Finding.State.ASKED, Finding.State.ANSWERED))
    if asked.update(state=Finding.State.ANSWERED) != len(pks):
        raise NotPossible("有的检查发现已由主管部门处理，不再需要答复。请刷新页面查看。")
    given = {"kind": Answer.Kind(kind).value, "text": text.strip(), "document": document}
    rows = [Answer(finding=one, **given, answered_by_id=by.person(), answered_at=at) for one in findings]
    Answer.objects.bulk_create(rows)
    if document is not None:
        attach(document, subject=findings[0])
    record(
        ANSWERED, list(findings), by=by, at=at, org_path=findings[0].org_path, permission=ANSWER,
        findings=len(pks), answer_kind=kind,
    )  # fmt: skip
    return rows
