"""Which two ways can a domain action refuse? Else it is a defect, a full disk, or a database that had no time."""

import errno
from collections.abc import Iterator

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.EIO: "磁盘读写出错",
} | dict.fromkeys(_FULL, "磁盘空间不足")
_FULL_WORDS = ("disk is full", "No space left on device")  # of SQLite and PostgreSQL
_BUSY_WORDS = (
    "database is locked", "locking protocol",  # SQLite: others wrote for longer than one waits
    "unable to open database file", "Too many open files",  # so many visitors that there was no file left to open
    "connection failed", "connection is closed", "connection is lost", "server closed the connection",  # PostgreSQL
    "terminating connection", "closed unexpectedly", "remaining connection slots",
    "too many clients", "deadlock detected", "could not serialize", "the database system is",
)  # fmt: skip


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
    return any(
        (isinstance(one, OSError) and one.errno in _FULL) or any(words in str(one) for words in _FULL_WORDS)
        for one in _chain(error)
    )


def reason_of(error: Exception) -> str:
    """Why the system would not open, read or write a file, in Chinese words; the system's own where none are known."""
    number = getattr(error, "errno", None)
    return (
        _REASONS.get(number or 0) or getattr(error, "strerror", None) or ("路径无效" if number is None else str(error))
    )


def too_busy(error: BaseException | None) -> bool:
    """Was it because the database had no time, or was away for a moment? The same thing asked again may pass."""
    return any(words in str(one) for one in _chain(error) for words in _BUSY_WORDS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """What was raised, and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
