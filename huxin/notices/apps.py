"""The place of notices in Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huxin.notices"
    label = "notices"
    verbose_name = "提醒"
