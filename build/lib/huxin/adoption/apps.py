"""The place of adoption in Django."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "huxin.adoption"
    label = "adoption"
    verbose_name = "方案采纳"

    def ready(self) -> None:
        from huxin.adoption import offers, subjects  # noqa: F401  registers what this package owns
