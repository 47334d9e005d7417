"""Does the written example hand in at a real server, also one that was killed in the middle, in bounded memory?"""

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.config.installation import ROOT, Installation, members, told
from tests.config.test_serve import answers, until
from tests.oversight.made import order, table
from tests.ports import free_port

DOCS = (ROOT / "docs" / "hand-in-api.md", ROOT / "docs" / "hand-in-api.zh-CN.md")
BEGIN = """
from datetime import date
from django.utils import timezone
from huxin.orgs.access import actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Area, Membership, User
from huxin.oversight.actions.keys import issue_key
from huxin.oversight.models import Reporter
from huxin.registry.models import Enterprise
at, area = timezone.now(), Area.objects.get(pk="532600")
unit = found_organisation(area=area, name="云岭快送科技有限公司", short_name="云岭快送", kind="enterprise")
firm = Enterprise.objects.create(name=unit.name, short_name="云岭快送", kind="platform", area=area, org_path=unit.path,
    organisation=unit, registered_at=at)
person = User.objects.create(username="hr", name="岳经办", created_at=at)
Membership.objects.create(user=person, organisation=unit, role="enterprise_hr", post="数据", since=at)
reporter = Reporter.objects.create(enterprise=firm, org_path=unit.path, since=date(2026, 1, 1), due_day=10)
print(issue_key(reporter, name="每月报送", by=actor(person, timezone.now()), at=timezone.now())[1])
"""


@pytest.fixture(scope="session")
def site(installed: Installation) -> tuple[Installation, str]:
    """With a firm in it that hands in, and its key."""
    return installed, installed.python(BEGIN).strip().splitlines()[-1]


@contextmanager
def serving(site: Installation) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A real server."""
    port = free_port()
    with site.running("-m", "huxin.config", "serve", "--port", str(port)) as server:
        assert until(lambda: answers(port)), told(server)
        yield port, server


def example() -> str:
    """The script of both documents, which is the same."""
    found = [re.search(r"```bash\n(.*?)```", doc.read_text(encoding="utf-8"), re.DOTALL) for doc in DOCS]
    english, chinese = (match[1] for match in found if match)
    assert english == chinese
    return str(english)


def run_example(port: int, key: str, *files: Path) -> dict[str, object]:
    env = os.environ | {"HUXIN": f"http://127.0.0.1:{port}", "KEY": key, "MONTH": "2026-10"}
    call = ["bash", "-c", example(), "hand-in.sh", *map(str, files)]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_written_example_goes_on_at_a_server_that_was_killed(
    site: tuple[Installation, str], tmp_path: Path
) -> None:
    made, key = site
    file = tmp_path / "十月.csv"
    rows = [order(n, 1 + n % 28, n % 24, worker=f"R{n % 50}") for n in range(40_000)]
    file.write_bytes(table(rows))
    halves = [tmp_path / "上半月 县.csv", tmp_path / "下半月.csv"]
    for half, part in zip(halves, (rows[:20_000], rows[20_000:]), strict=True):
        half.write_bytes(table(part))
    data = file.read_bytes()
    with serving(made) as (port, server):
        address = f"http://127.0.0.1:{port}/api/v1/uploads/"
        told = {"filename": file.name, "sha256": hashlib.sha256(data).hexdigest()}
        words = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())
        head = {"Authorization": f"Bearer {key}", "Upload-Length": str(len(data)), "Upload-Metadata": words}
        with urlopen(Request(address, b"", head, method="POST"), timeout=60) as answer:
            place = answer.headers["Location"]
        middle = len(data) // 2
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(
                f"PATCH {place.removeprefix(f'http://127.0.0.1:{port}')} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                f"Authorization: Bearer {key}\r\nUpload-Offset: 0\r\nContent-Length: {len(data)}\r\n"
                "Content-Type: application/offset+octet-stream\r\n\r\n".encode()
                + data[:middle]
            )
            file_there = made.folder / "oversight" / "uploads" / place.rstrip("/").rpartition("/")[2]
            assert until(lambda: file_there.exists() and file_there.stat().st_size >= middle - 2_000_000)
            os.killpg(server.pid, signal.SIGKILL)
    with serving(made) as (port, _):
        told_now = run_example(port, key, file)
        assert (told_now["state"], told_now["accepted"]) == ("accepted", 40_000)
        assert run_example(port, key, file)["receipt"] == told_now["receipt"], "again: nothing is doubled"
        several = run_example(port, key, *halves)
        assert (several["state"], several["accepted"]) == ("accepted", 40_000)
        assert [one["name"] for one in several["files"]] == [half.name for half in halves]  # type: ignore[attr-defined]
    count = "from huxin.oversight.models import Delivery; print(Delivery.objects.count())"
    assert made.python(count).strip() == "2"


def bring(port: int, key: str, file: Path) -> None:
    """Bring a file over in pieces of 32 MB."""
    with file.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
    words = f"filename {b64encode(file.name.encode()).decode()},sha256 {b64encode(digest.encode()).decode()}"
    size = str(file.stat().st_size)
    head = {"Authorization": f"Bearer {key}", "Upload-Length": size, "Upload-Metadata": words}
    begin = Request(f"http://127.0.0.1:{port}/api/v1/uploads/", b"", head, method="POST")
    with urlopen(begin, timeout=60) as answer:
        place = answer.headers["Location"]
    with file.open("rb") as body:
        while piece := body.read(32 * 1024 * 1024):
            more = {"Upload-Offset": str(body.tell() - len(piece)), "Content-Type": "application/offset+octet-stream"}
            with urlopen(Request(place, piece, head | more, method="PATCH"), timeout=120) as answer:
                assert answer.headers["Upload-Offset"] == str(body.tell())


def test_a_large_file_is_written_in_bounded_memory(site: tuple[Installation, str], tmp_path: Path) -> None:
    made, key = site
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"order_id\n")
    large.write_bytes(b"order_id\n")
    os.truncate(large, 300 * 1024 * 1024)
    with serving(made) as (port, server):
        bring(port, key, small)  # all that is read once is read
        before = {pid: _peak(pid) for pid in members(server.pid)}
        bring(port, key, large)
        grown = {pid: _peak(pid) - peak for pid, peak in before.items()}
    assert max(grown.values()) < 64 * 1024, f"kB more at the peak: {grown}"


def _peak(pid: int) -> int:
    """The most memory that the process has held, in kB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])
