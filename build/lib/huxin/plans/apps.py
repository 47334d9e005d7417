"""The place of plans in Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "huxin.plans"
    label = "plans"
    verbose_name = "方案"

    def ready(self) -> None:
        from huxin.plans import offers, papers, reactions, subjects  # noqa: F401  registers what this package owns
