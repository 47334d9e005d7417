"""Do browsers get the listed files, by immutable names, and nothing inline?"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client

from huxin.channels.parts.assets import SERVED, HashedStatic, NodeModulesFinder, icon
from tests.world import World

PARTS = Path(settings.ROOT) / "huxin" / "channels"


def test_only_listed_files_of_node_modules_are_served() -> None:
    assert all(find(path) for path in SERVED)
    for path in ("@tabler/core/package.json", "../package.json", "axe-core/axe.min.js"):
        assert NodeModulesFinder().find(path) == []
    assert [path for path, _ in NodeModulesFinder().list([])] == list(SERVED)


def test_source_maps_are_not_looked_for() -> None:
    assert "sourceMappingURL" not in str(HashedStatic.patterns)
    assert [files for files, _ in HashedStatic.patterns] == ["*.css", "*.js"]


def test_an_icon_is_a_drawing_without_a_name() -> None:
    drawing = icon("user")
    assert drawing.startswith("<svg")
    assert 'aria-hidden="true"' in drawing
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_versions_are_exact_and_the_lock_names_no_host() -> None:
    package = json.loads((Path(settings.ROOT) / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    text = (Path(settings.ROOT) / "package-lock.json").read_text()
    assert "://" not in text
    lock = json.loads(text)
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_no_template_has_inline_script_or_style() -> None:
    wrong = [
        str(path.relative_to(PARTS))
        for path in PARTS.rglob("*.html")
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", path.read_text())
    ]
    assert wrong == []


def test_a_component_stands_in_no_table_cell_and_there_are_at_most_twenty() -> None:
    wrong = [
        str(path.relative_to(PARTS))
        for path in PARTS.rglob("*.html")
        if re.search(r"<t[dh][^>]*>(?:(?!</t[dh]>).)*<c-", path.read_text(), re.S)
    ]
    assert wrong == []
    assert len(list(PARTS.rglob("templates/cotton/*.html"))) <= 20


def test_the_policy_forbids_inline_code_and_foreign_sources(world: World) -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_tab_without_a_page_of_ours_finds_the_sites_sign(world: World) -> None:
    answer = Client().get("/favicon.ico")
    assert answer.status_code == 302
    assert find(answer["Location"].removeprefix("/static/"))
    assert answer["Cache-Control"] == "public, max-age=86400"
