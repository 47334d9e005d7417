"""Where do the files come from that a browser loads? A short list out of node_modules, and our own."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.utils.safestring import SafeString, mark_safe
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = settings.ROOT / "node_modules"
SERVED = ("@tabler/core/dist/css/tabler.min.css", "echarts/dist/echarts.min.js")


class NodeModulesFinder(BaseFinder):
    """Finds the few files in `SERVED`, and nothing else of what npm installed."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> str | list[str]:
        wanted = str(FOLDER / path)
        if path not in SERVED:
            return []
        return [wanted] if find_all else wanted

    def check(self, **_: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in SERVED:
            if not (FOLDER / path).is_file():
                raise ImproperlyConfigured(f"{path} is missing: run `npm ci`")
            yield path, FileSystemStorage(location=FOLDER)


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Names with a digest, kept for ever by browsers; source maps, which we do not serve, are not looked for."""

    patterns = tuple(
        (files, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for files, rules in HashedFilesMixin.patterns
    )


@cache
def icon(name: str) -> SafeString:
    """An outline icon of Tabler as inline SVG; decoration only, so hidden from screen readers."""
    source = (FOLDER / "@tabler/icons/icons/outline" / f"{name}.svg").read_text()
    drawing = source[source.index("<path") : source.rindex("</svg>")]
    head = (
        '<svg class="icon" aria-hidden="true" width="20" height="20" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">'
    )
    return mark_safe(head + " ".join(drawing.split()) + "</svg>")  # noqa: S308  a file of a locked package
