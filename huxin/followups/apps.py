"""The place of followups in Django."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "huxin.followups"
    label = "followups"
    verbose_name = "督办"
