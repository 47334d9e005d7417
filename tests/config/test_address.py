"""Which address do letters and papers name?"""

import os
import socket

import pytest
from django.conf import settings

from huxin.config.commands.serve import main
from huxin.config.env import served_at


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_papers_name_the_port_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUXIN_ORIGIN", "")
    for name in ("use_settings", "serve"):
        monkeypatch.setattr(f"huxin.config.commands.serve.{name}", lambda *_, **__: None)
    main(["--port", str(port := _free_port())])
    assert os.environ["HUXIN_ORIGIN"] == served_at(settings.DATA) == f"http://127.0.0.1:{port}"
    monkeypatch.setenv("HUXIN_ORIGIN", "https://huxin.example")
    main(["--port", str(port)])
    assert os.environ["HUXIN_ORIGIN"] == served_at(settings.DATA) == "https://huxin.example"
