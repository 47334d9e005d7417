"""The place of law in Django."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "huxin.law"
    label = "law"
    verbose_name = "法规与日历"

    def ready(self) -> None:
        from huxin.law import changes, offers, subjects  # noqa: F401  registers what this package owns
