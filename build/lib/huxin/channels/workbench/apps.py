"""The place of the channel's workbench in Django."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "huxin.channels.workbench"
    label = "workbench"
