"""What does the environment say? Typed readers that refuse what they do not understand."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The variable as it stands, or `default` where it is unset or empty."""
    return os.environ.get(name) or default


def served_at(data: Path) -> str:
    """The address under which this data was served last: what a command run beside the site prints."""
    try:
        return (data / "origin").read_text()
    except OSError:
        return ""


def flag(name: str, default: bool = False) -> bool:
    """`yes` or `no`; anything else is refused."""
    value = os.environ.get(name, "")
    if value not in ("", "yes", "no"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")
    return default if value == "" else value == "yes"


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "")
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value) if value else default


def database(url: str, data: Path) -> dict[str, object]:
    """Django's settings of one database: SQLite in `data` where `url` is empty, else postgres://user@host:port/name."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "huxin.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;",
            },
            "CONN_MAX_AGE": 60,  # a new connection reads the whole schema: 5 ms, more than many a page takes
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        # pages ask for few rows: compiling a query, sharing it out, or trying every order of eight tables that are
        # joined by their keys takes longer than to answer it
        "OPTIONS": {
            "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c work_mem=16MB -c random_page_cost=1.1 "
            "-c join_collapse_limit=5"
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
