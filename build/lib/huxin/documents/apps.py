"""The place of documents in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "huxin.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from huxin.documents import by_hand, offers, subjects  # noqa: F401  registers what this package owns
