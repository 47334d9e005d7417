"""The place of the channel's desk in Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huxin.channels.desk"
    label = "desk"
