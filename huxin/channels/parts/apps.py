"""The place of the channel's parts in Django."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "huxin.channels.parts"
    label = "parts"

    def ready(self) -> None:
        """What people read of a field that was left empty, or holds too much, on every form of the house."""
        from django.core.validators import MaxLengthValidator, MinValueValidator
        from django.forms import BooleanField, Field

        Field.default_error_messages["required"] = "请填写这一项。"
        BooleanField.default_error_messages = {"required": "请核对后勾选。"}
        MinValueValidator.message = "不能小于%(limit_value)s。"
        MaxLengthValidator.message = "最多%(limit_value)d字，现在有%(show_value)d字，请删减，或者把材料作为附件上传。"
