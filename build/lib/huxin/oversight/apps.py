"""The place of oversight in Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "huxin.oversight"
    label = "oversight"
    verbose_name = "订单数据检查"

    def ready(self) -> None:
        from huxin.oversight import dossier, offers, reactions, subjects  # noqa: F401  registers what this package owns
