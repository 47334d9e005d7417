"""Who asks? A browser without pictures and scripts: cookies, redirects, the token of forms, and how long it waited."""

import time
from collections.abc import Mapping

import requests


class Visitor:
    """One browser at one site; `taken` holds (what, seconds) of everything that it asked for."""

    def __init__(self, site: str, session: str = "") -> None:
        self.site, self.taken = site, list[tuple[str, float]]()
        self.browser = requests.Session()
        self.browser.trust_env = False
        if session:
            self.browser.cookies.set("sessionid", session, domain="127.0.0.1", path="/")

    def get(self, what: str, path: str) -> str:
        """The page to which the path leads in the end."""
        return self._timed(what, "GET", path, None)

    def post(self, what: str, path: str, **given: str) -> str:
        """The same of a form that is sent, with its token."""
        return self._timed(what, "POST", path, given | {"csrfmiddlewaretoken": self.browser.cookies["csrftoken"]})

    def _timed(self, what: str, method: str, path: str, given: Mapping[str, str] | None) -> str:
        start = time.perf_counter()
        answer = self.browser.request(method, self.site + path, data=given, timeout=120)
        self.taken.append((what, time.perf_counter() - start))
        if answer.status_code != 200:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.text
