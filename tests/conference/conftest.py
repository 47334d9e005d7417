"""Which prefecture meets in these tests?"""

import pytest

from tests.conference.chain import Conference
from tests.world import World


@pytest.fixture
def conference(world: World) -> Conference:
    """A plan with its seats."""
    return Conference.founded(world)
