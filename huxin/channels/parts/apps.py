"""The place of the channel's parts in Django."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "huxin.channels.parts"
    label = "parts"
