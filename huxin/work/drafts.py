"""How is a draft kept, read and thrown away? It is the writer's own note: no event, no right beyond being oneself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.work.models import Draft

LARGEST = 400_000  # characters of one form
LONGEST_KEY = 120  # characters
KEPT = timedelta(days=180)

Typed = Mapping[str, list[str]]


def save_draft(*, key: str, typed: Typed, by: Actor, at: datetime) -> Draft:
    """Keep what was typed under this key; the newest wins."""
    if len(key) > LONGEST_KEY:
        raise NotPossible("这个页面不能自动保存草稿，请直接提交。")
    if sum(len(text) for texts in typed.values() for text in texts) > LARGEST:
        raise NotPossible("内容太长，无法自动保存草稿，请先提交或另存到文件。")
    draft, _ = Draft.objects.update_or_create(
        user_id=by.person(), key=key, defaults={"data": dict(typed), "saved_at": at}
    )
    return draft


def find_draft(*, key: str, by: Actor) -> Draft | None:
    """What this person typed under this key, if anything is kept."""
    return Draft.objects.filter(user_id=by.person(), key=key).first()


def clear_draft(*, key: str, by: Actor) -> None:
    """Forget the draft: it was handed in, or is not wanted any more."""
    Draft.objects.filter(user_id=by.person(), key=key).delete()


def prune_drafts(*, at: datetime) -> int:
    """Forget drafts nobody touched for half a year; the number of them."""
    return Draft.objects.filter(saved_at__lt=at - KEPT).delete()[0]
