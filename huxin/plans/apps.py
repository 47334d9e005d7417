"""The place of plans in Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "huxin.plans"
    label = "plans"
    verbose_name = "方案"
