"""The place of conference in Django."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "huxin.conference"
    label = "conference"
    verbose_name = "联席会议"

    def ready(self) -> None:
        from huxin.conference import offers, papers, reactions, subjects  # noqa: F401  registered by being imported
