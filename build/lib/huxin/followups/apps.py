"""The place of following-up in Django."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "huxin.followups"
    label = "followups"
    verbose_name = "督办"

    def ready(self) -> None:
        from huxin.followups import offers, papers, reactions, subjects  # noqa: F401  declares what this package owns
