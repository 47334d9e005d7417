"""Which two ways can a domain action refuse? Everything else that is raised is a defect, or a disk that is full."""

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = ("disk is full", "No space left on device")  # of SQLite and PostgreSQL


class NotPossible(Exception):
    """The facts do not allow it now. `reason` is one Chinese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PermissionDenied(Exception):
    """The person may not do this to this thing; channels answer 404 to strangers and 403 to readers."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


def no_room(error: BaseException | None) -> bool:
    """Was it for want of room on a disk that this was raised: by the system, or by a database that says so?"""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if any(words in str(error) for words in _FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
