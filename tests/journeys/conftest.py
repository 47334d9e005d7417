"""How do the journeys meet the product? The demo prefecture, really served, in a real Chromium."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from huxin.demo.cast import PASSWORD
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "journeys"
PICTURED = os.environ.get("HUXIN_PICTURES") == "yes"  # they take longer than all else on a page
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
CODES = """import sys, django
django.setup()
from huxin.demo.cast import code_now
for line in sys.stdin:
    print(code_now(line.strip()), flush=True)
"""
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser and the server talk over loopback."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.enable_socket)


class Site:
    """The running demo site and its commands."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.started: list[subprocess.Popen[str]] = []
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("HUXIN_", "DATABASE_URL", "DJANGO_"))},
            "HUXIN_DATA": str(folder),
            "HUXIN_ORIGIN": self.url,
            "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
        }

    def huxin(self, *words: str) -> str:
        """Run one huxin command on the site's data; its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "huxin.config", *words], env=self.env, capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str, **pipes: int) -> subprocess.Popen[str]:
        """A process that stays until the end."""
        self.started.append(subprocess.Popen([sys.executable, *words], env=self.env, cwd=ROOT, text=True, **pipes))
        return self.started[-1]

    @cached_property
    def _codes(self) -> subprocess.Popen[str]:
        return self.start("-c", CODES, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def code(self, username: str) -> str:
        """What this person's telephone shows now, as `huxin demo code` does, without a start for each code."""
        assert self._codes.stdin
        assert self._codes.stdout
        print(username, file=self._codes.stdin, flush=True)
        return self._codes.stdout.readline().strip()

    def stop(self) -> None:
        """End whatever was started here; the site lets its worker finish, but not for ever."""
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            process.communicate(timeout=120)

    def wait(self) -> None:
        """Until the landing page answers."""
        for _ in range(240):
            try:
                urllib.request.urlopen(self.url, timeout=2).read()
                return
            except OSError:
                time.sleep(0.25)
        raise AssertionError("the site did not start within a minute")


def _prefecture(own: Path) -> Path:
    """The demo's data, loaded once and copied by each process of pytest-xdist; nobody works in the original."""
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "prefecture"
    with (shared / "prefecture.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = Site(shared / "prefecture.half", 0)
            half.huxin("setup")
            half.huxin("demo", "load")
            (shared / "prefecture.half").rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo prefecture on a port of its own, with its background worker."""
    folder = tmp_path_factory.getbasetemp() / "site"
    shutil.copytree(_prefecture(tmp_path_factory.getbasetemp()), folder)
    made = Site(folder, free_port())
    made.start("-m", "huxin.config", "serve", "--port", str(made.port))
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


def path_of(page: Page) -> str:
    """Where the page is, without host, question and fragment."""
    return urlsplit(page.url).path


class Person:
    """Somebody at a screen: logged in with password and second factor, looked over by axe."""

    def __init__(self, page: Page, site: Site, size: str) -> None:
        self.page, self.site, self.size = page, site, size

    def go(self, path: str) -> Page:
        """Open a path and demand a good answer."""
        answer = self.page.goto(f"{self.site.url}{path}")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def follow(self, text: str) -> Page:
        """Click the first link of that text in the page's own part and wait for the page behind it."""
        self.page.locator("main a", has_text=text).first.click()
        self.page.wait_for_load_state()
        return self.page

    def press(self, button: str, within: str = "main") -> Page:
        """Press a button by its whole text and wait for the answer."""
        self.page.locator(within).get_by_role("button", name=button, exact=True).first.click()
        self.page.wait_for_load_state()
        return self.page

    def confirm(self, opener: str, sure: str) -> Page:
        """Press a button that asks first, and say yes."""
        self.page.get_by_role("button", name=opener, exact=True).click()
        return self.press(sure, "dialog[open]")

    def sees(self, text: str) -> None:
        """The text stands on the page."""
        assert text in self.page.inner_text("main"), f"{text!r} is not on {self.page.url}"

    def fetch(self, path: str) -> bytes:
        """What a link gives, with this person's log-in."""
        answer = self.page.request.get(f"{self.site.url}{path}")
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()

    def log_in(self, username: str) -> "Person":
        """By the form, with the real second factor."""
        self.go("/account/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form [type=submit]")
        self.page.wait_for_url(lambda url: urlsplit(url).path != "/account/login/")  # a busy browser leaves it late
        if self.page.locator("input[name=code]").count():  # people of firms have no second factor
            self.page.fill("input[name=code]", self.site.code(username))
            self.page.click("main form [type=submit]")
        self.page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/account/"))
        return self

    def look(self, name: str) -> None:
        """At each width: no sideways scroll, no serious finding of axe, and a picture where somebody wants them."""
        for size, measure in SIZES.items():
            self.page.set_viewport_size(measure)
            if PICTURED:
                self.page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True)
            wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 1, f"{name} scrolls sideways by {wider}px at {size}"
            assert self._serious() == [], f"{name} at {size}"
        self.page.set_viewport_size(SIZES[self.size])

    def _serious(self) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.add_script_tag(path=AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{v['id']}: {v['help']} {v['nodes'][0]['target']} ({len(v['nodes'])})"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]


@pytest.fixture(scope="session")
def cookies() -> dict[str, StorageState]:
    """Who has logged in already: a code of the second factor works once, so each person logs in once."""
    return {}


@pytest.fixture
def person(browser: Browser, site: Site, cookies: dict[str, StorageState]) -> Iterator[Callable[..., Person]]:
    """`person("union", "phone")` is somebody at work at that screen; without a name, a visitor."""
    contexts: list[BrowserContext] = []

    def make(username: str = "", size: str = "wide") -> Person:
        context = browser.new_context(
            viewport=SIZES[size], bypass_csp=True, locale="zh-CN", accept_downloads=True,
            storage_state=cookies.get(username),
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        somebody = Person(context.new_page(), site, size)
        if username and username not in cookies:
            somebody.log_in(username)
            cookies[username] = context.storage_state()
        return somebody

    yield make
    for context in contexts:
        context.close()
