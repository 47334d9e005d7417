"""Has this network asked for something too often? The limits stand in the settings (ACCOUNT_RATE_LIMITS)."""

from allauth.core import ratelimit
from django.http import HttpRequest

from huxin.base.errors import NotPossible


def limit(request: HttpRequest, action: str, refusal: str) -> None:
    """Count one attempt; NotPossible with these words where there were too many."""
    if not ratelimit.consume(request, action=action):
        raise NotPossible(refusal)
