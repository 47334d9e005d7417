"""How is the story told in the tests of the house, and who looks at it?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.utils import timezone

from huxin.channels.parts import middleware
from tests.house.story import AFTER, Say, Story
from tests.world import World

NOW = AFTER + timedelta(days=1)


def plain_words(field: str) -> str:
    """What somebody types into a field of the story where the text does not matter."""
    return "13800001234" if field == "phone" else f"一段文字（{field}）"


@contextmanager
def told(blocker: Any, files: Path, say: Say) -> Iterator[Story]:
    """The story up to the second of December, taken back at the end."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "FILES", files)
        patch.setattr(settings, "DATA", files / "data")
        for clock in (timezone, middleware.timezone):
            patch.setattr(clock, "now", lambda: NOW)
        yield Story(World(), say).play()
        transaction.set_rollback(True)


def log_in(story: Story, name: str) -> Client:
    """A browser of this person, the second factor set up."""
    person = story.world.user(name)
    TOTP.activate(person, generate_totp_secret())
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def finish(answer: Any) -> None:
    """Close its files, but not the database's connection: the house stands in one transaction."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
