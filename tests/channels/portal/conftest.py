"""Every visitor in these tests is the first one of the day: what earlier tests used up is forgotten."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_used_up() -> None:
    cache.clear()
