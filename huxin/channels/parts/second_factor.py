"""What is noted of a second factor that was typed wrongly, and may a code be typed twice?"""

from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils import timezone

from huxin.orgs.actions.logins import note_failed_login
from huxin.orgs.models import User

# seconds in which a code is taken; allauth remembers that it was used for one period alone
GOOD_FOR = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


class _Noted(Form):
    """A wrong code stands in the journal like a wrong password, and so does one that opened before (RFC 6238 5.2)."""

    user: User

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            plain = "".join(filter(str.isalnum, code))  # it may be typed with blanks and dashes
            if not cache.add(f"second-factor?user={self.user.pk}&code={plain}", True, GOOD_FOR):
                raise ValidationError("这个验证码已经用过，请等验证器显示下一个。")
            return code
        except ValidationError:
            note_failed_login(self.user, at=timezone.now())
            raise


class LogInForm(_Noted, AuthenticateForm):
    """The code that completes a log-in."""


class AgainForm(_Noted, ReauthenticateForm):
    """The code asked for once more before something grave."""
