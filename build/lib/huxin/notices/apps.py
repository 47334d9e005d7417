"""The place of notices in Django."""

import pkgutil
from importlib import import_module

from django.apps import AppConfig, apps

_APART = ("migrations", "reading", "orders", "pades", "scan", "seed", "typst")  # no events there, and some are heavy


class NoticesConfig(AppConfig):
    name = "huxin.notices"
    label = "notices"
    verbose_name = "提醒"

    def ready(self) -> None:
        """Rules answer the events of every package below, so in every process all of them are declared."""
        for config in apps.get_app_configs():
            if config.name.startswith("huxin.") and not config.name.startswith("huxin.channels."):
                _import_all(config.name, [config.path])


def _import_all(package: str, path: list[str]) -> None:
    for found in pkgutil.iter_modules(path):
        if found.name not in _APART:
            module = import_module(f"{package}.{found.name}")
            if found.ispkg:
                _import_all(module.__name__, list(module.__path__))
