"""The place of the channel's portal in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huxin.channels.portal"
    label = "portal"
