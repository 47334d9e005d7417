"""Which installation do the tests of a running site share? One for each process, with its static files."""

from collections.abc import Iterator

import pytest

from tests.config.installation import Installation, fresh


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Ready to be served."""
    with fresh(tmp_path_factory.mktemp("installed"), "site") as made:
        made.prepare()
        made.python(
            "from django.core.management import call_command; call_command('collectstatic', '--noinput', '-v0')"
        )
        yield made
