"""Which plan do these tests run on? The short one that the tests of adoption hand in, read and adopt."""

from tests.adoption.conftest import _files_in_a_folder_of_their_own, plan, table  # noqa: F401  fixtures
