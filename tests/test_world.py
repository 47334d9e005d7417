"""Does a test that empties the tables leave the world and the seal as it found them?"""

import pytest
from django.db import IntegrityError, transaction

from huxin.journal.models import Event
from huxin.orgs.actions.people import change_phone
from tests.world import PEOPLE, World


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_has_the_world_too(world: World) -> None:
    assert world.actor(PEOPLE[0][0]).grants


@pytest.mark.django_db(transaction=True)
def test_and_so_has_the_next(world: World) -> None:
    assert len(world.actor("钱工会").grants) == 1


def test_the_seal_is_on_in_every_other_test(world: World) -> None:
    change_phone(world.user("钱工会"), phone="", by=world.actor("钱工会"), at=world.at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.update(verb="changed")
