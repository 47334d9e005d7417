"""The place of the registry in Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "huxin.registry"
    label = "registry"
    verbose_name = "企业与劳动者"

    def ready(self) -> None:
        from huxin.registry import dossier_parts, offers, subjects  # noqa: F401  registers what this package owns and offers
