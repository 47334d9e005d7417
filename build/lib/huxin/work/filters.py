"""Which questions does a person ask a list again and again? His own note: no event, no right beyond being oneself."""

from datetime import datetime

from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.work.models import SavedFilter

MOST = 20
LONGEST = 500  # letters of a query


def save_filter(*, page: str, title: str, query: str, by: Actor, at: datetime) -> SavedFilter:
    """Keep a question under a name; the same name again takes the new question."""
    title = title.strip()
    if not title:
        raise NotPossible("请给这组筛选条件起个名字。")
    if len(title) > 30:
        raise NotPossible("名称最多30字。")
    if not query or len(query) > LONGEST:
        raise NotPossible("请先选好筛选条件，再保存。")
    mine = filters_of(page=page, by=by)
    if mine.count() >= MOST and not mine.filter(title=title).exists():
        raise NotPossible(f"最多保存{MOST}组筛选条件，请先删除不用的。")
    row, _ = SavedFilter.objects.update_or_create(
        user_id=by.person(), page=page, title=title, defaults={"query": query, "saved_at": at}
    )
    return row


def filters_of(*, page: str, by: Actor) -> QuerySet[SavedFilter]:
    """One's own of a page, by name."""
    return SavedFilter.objects.filter(user_id=by.person(), page=page).order_by("title", "pk")


def drop_filter(*, pk: int, by: Actor) -> None:
    """Forget one of one's own."""
    SavedFilter.objects.filter(user_id=by.person(), pk=pk).delete()
