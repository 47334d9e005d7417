"""The place of notices in Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huxin.notices"
    label = "notices"
    verbose_name = "提醒"

    def ready(self) -> None:
        from huxin.notices import hooks, reactions, subjects  # noqa: F401  registers what this package owns
