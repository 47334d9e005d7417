"""Which passwords are refused, and how is that said in Chinese?"""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

MINIMUM = 10


class LongEnough:
    """At least ten characters, not all digits."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < MINIMUM or password.isdigit():
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        return f"密码至少{MINIMUM}个字符，不能全是数字。"


class NotCommon(CommonPasswordValidator):
    """Not one of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        return "不要使用常见密码。"


class NotOneself:
    """Not the log-in name or the person's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        own = [getattr(user, field, "") for field in ("username", "name")]
        if any(len(part) > 2 and part.lower() in password.lower() for part in own):
            raise ValidationError("密码中不能包含登录名或姓名。")

    def get_help_text(self) -> str:
        return "密码中不要包含登录名或姓名。"
