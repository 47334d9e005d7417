"""The place of the channel's parts in Django."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "huxin.channels.parts"
    label = "parts"

    def ready(self) -> None:
        """What people read of a field that was left empty, on every form of the house."""
        from django.forms import Field

        Field.default_error_messages["required"] = "请填写这一项。"
