"""The journal's place in Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "huxin.journal"
    label = "journal"
    verbose_name = "日志"
