"""The place of reports in Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "huxin.reports"
    label = "reports"
    verbose_name = "报告"
