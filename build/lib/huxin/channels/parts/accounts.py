"""How does logging in differ here from the accounts library? No sign-up, everything noted, secrets encrypted."""

from time import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from huxin.orgs.actions.logins import note_failed_login, note_login
from huxin.orgs.personal import SECOND_FACTOR, decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation alone; log-ins and failed log-ins stand in the journal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not again from somebody who logged in just now: on the first day one sets up the second factor at once."""
        records = get_authentication_records(context.request, context.request.user)
        fresh = any(time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)
        return not fresh and super().is_reauthentication_required(app=app, **more)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        note_login(user, at=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        note_failed_login(get_user_by_username(credentials.get("username") or ""), at=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of the second factor are encrypted with the installation's own keys."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, SECOND_FACTOR)
