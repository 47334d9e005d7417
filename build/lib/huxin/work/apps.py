"""The place of work in Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "huxin.work"
    label = "work"
    verbose_name = "工作"

    def ready(self) -> None:
        from huxin.work import upkeep  # noqa: F401  declares its events
