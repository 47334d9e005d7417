"""The place of organisations and reach in Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "huxin.orgs"
    label = "orgs"
    verbose_name = "单位与权限"

    def ready(self) -> None:
        from huxin.orgs import audit, subjects  # noqa: F401  registers what this package owns
