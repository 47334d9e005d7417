"""The place of reports in Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "huxin.reports"
    label = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        from huxin.reports import papers, reactions, subjects, todos, words  # noqa: F401  registers what it owns
