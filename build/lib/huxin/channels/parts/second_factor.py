"""What is noted of a second factor that was typed wrongly?"""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils import timezone

from huxin.orgs.actions.logins import note_failed_login
from huxin.orgs.models import User


class _Noted(Form):
    """A wrong code stands in the journal like a wrong password."""

    user: User

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc, no-any-return]
        except ValidationError:
            note_failed_login(self.user, at=timezone.now())
            raise


class LogInForm(_Noted, AuthenticateForm):
    """The code that completes a log-in."""


class AgainForm(_Noted, ReauthenticateForm):
    """The code asked for once more before something grave."""
