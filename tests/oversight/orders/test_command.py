"""Does the self-check kit keep its promises at the command line: figures, files, signature, exit status, no Django?"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from huxin.oversight.orders.command import FINE, FOUND, NOT_READABLE, PASSWORD, main
from huxin.oversight.orders.mapping.propose import propose
from huxin.oversight.orders.mapping.read import parse_mapping
from tests.oversight.orders.taking import PLAIN, rows, take, write
from tests.oversight.orders.test_samples import SAMPLES

KEYS = {
    "rows", "accepted", "rejected", "open_orders", "overlapping_orders", "workers", "order_time_s", "union_time_s",
    "longest_stretch_s", "findings", "aggregates", "rules_version", "engine", "timing",
}  # fmt: skip
ORDERS = (
    "id,worker,start,end,pay\n1,w,2026-10-05 08:00,2026-10-05 10:00,8\n2,w,2026-10-05 09:00,2026-10-05 11:00,8\n"
    "3,v,2026-10-05 08:00,,8\n4,v,2026-10-05 07:00,2026-10-05 06:00,8\n5,v,2026-10-05 09:00,2026-10-05 10:00,90\n"
)


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Run `huxin orders …`; its status, what it printed and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        out, complaint = capfdbinary.readouterr()
        return status, out.decode(), complaint.decode()

    return run


@pytest.fixture
def handed(tmp_path: Path) -> tuple[Path, Path]:
    """A file of orders and its mapping."""
    return write(tmp_path, ORDERS, "十月.csv"), write(tmp_path, PLAIN + 'pay_fen = "pay"\n', "m.toml")


def test_the_json_holds_what_is_promised(call: Any, handed: tuple[Path, Path]) -> None:
    status, out, _ = call("check", handed[0], "--mapping", handed[1], "--json")
    said = json.loads(out)
    assert status == FINE
    assert set(said) >= KEYS
    assert (said["rows"], said["accepted"], said["rejected"]) == (5, 4, {"reversed_times": 1})
    assert said["rows"] == said["accepted"] + sum(said["rejected"].values())
    assert (said["open_orders"], said["overlapping_orders"], said["workers"]) == (1, 1, 2)
    assert (said["order_time_s"], said["union_time_s"], said["longest_stretch_s"]) == (18000, 14400, 10800)
    assert said["findings"]["wage.hourly"] == 1
    assert sum(row["orders"] for row in said["aggregates"]) == 4
    assert (said["months"], said["signed"], said["rules"]) == (["2026-10"], False, "in-force")


def test_the_page_is_for_people(call: Any, handed: tuple[Path, Path]) -> None:
    status, out, complaint = call("check", handed[0], "--mapping", handed[1])
    assert (status, complaint) == (FINE, "")
    for words in (
        "共5行：接受4行，退回1行。",
        "结束早于接单：1行",
        "劳动者2人，月份2026-10。",
        "报酬低于小时最低工资：1项",
        "没有判断（B类、即时配送、文山市），缺少的标准值人力资源社会保障部门在“法规参数”中录入后才能判断。",
        "  ○ 当月抽成超过上限、单笔抽成超过上限：缺“抽成比例上限”（commission.cap）",
    ):
        assert words in out


def test_strict_and_whole_have_a_status_of_their_own(call: Any, handed: tuple[Path, Path]) -> None:
    assert call("check", handed[0], "--mapping", handed[1], "--strict")[0] == FOUND
    status, out, _ = call("check", handed[0], "--mapping", handed[1], "--whole", "--json")
    said = json.loads(out)
    assert (status, said["refused"], said["workers"], said["findings"]) == (FOUND, True, 0, {})
    assert "整批不收" in call("check", handed[0], "--mapping", handed[1], "--whole")[1]


def test_results_lie_in_the_folder_with_a_manifest_that_holds(
    call: Any, handed: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    status, page, _ = call("check", handed[0], "--mapping", handed[1], "--out", out)
    assert status == FINE
    assert "未签名" in page
    assert pq.read_table(out / "findings.parquet").num_rows > 0
    sheet = openpyxl.load_workbook(out / "findings.xlsx").active
    assert sheet["A1"].value == "标准"
    headings, *lines = (list(row) for row in sheet.iter_rows(values_only=True))
    [low] = [dict(zip(headings, line, strict=True)) for line in lines if line[0] == "报酬低于小时最低工资"]
    assert low["单位"] == "元"
    assert low["标准值"] - low["实际"] == pytest.approx(low["不足（元）"])
    sums = openpyxl.load_workbook(out / "aggregates.xlsx").active
    assert not [cell.value for cell in sums[1] if not re.search("[一-鿿]", cell.value)]  # every heading in words
    assert len(rows(list((out / "accepted").glob("orders-*.parquet")))) == 4
    assert "结束早于接单" in (out / "rejected" / "退回-1-十月.csv").read_text(encoding="utf-8")
    said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (said["signed"], said["inputs"][0]["rows"]) == (False, 5)
    assert said["code_version"].startswith("0.1.0+")
    assert call("verify", out)[:2] == (FINE, f"清单：{len(said['outputs'])}个文件，全部相符。\n没有签名。\n")


def test_an_altered_folder_is_noticed(call: Any, handed: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    call("check", handed[0], "--mapping", handed[1], "--out", out)
    (out / "summary.json").write_text("{}", encoding="utf-8")
    (out / "findings.xlsx").unlink()
    (out / "more.txt").touch()
    status, page, _ = call("verify", out)
    assert status == FOUND
    assert {"被改动：summary.json", "缺少：findings.xlsx", "清单以外：more.txt"} <= set(page.splitlines())
    assert call("check", handed[0], "--mapping", handed[1], "--out", out)[0] == NOT_READABLE
    assert (out / "more.txt").exists()
    (out / "more.txt").unlink()
    assert call("check", handed[0], "--mapping", handed[1], "--out", out)[0] == FINE
    assert call("verify", tmp_path)[0] == NOT_READABLE


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and its certificate, of nobody."""
    folder = tmp_path_factory.mktemp("key")
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲平台（测试）")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(7).not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2046, 1, 1))
        .add_extension(usage, critical=True).sign(private, hashes.SHA256())
    )  # fmt: skip
    sealed = pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, BestAvailableEncryption(b"pw"))
    (folder / "key.p12").write_bytes(sealed)
    from cryptography.hazmat.primitives.serialization import Encoding

    (folder / "root.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder / "key.p12", folder / "root.pem"


def test_a_signed_manifest_is_verified_and_a_forged_one_found_out(
    call: Any, handed: tuple[Path, Path], tmp_path: Path, key: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    asked = ("check", handed[0], "--mapping", handed[1], "--out", out, "--sign", key[0])
    monkeypatch.setenv(PASSWORD, "wrong")
    assert "签名密钥“key.p12”打不开" in call(*asked)[2]
    assert not out.exists()
    monkeypatch.setenv(PASSWORD, "pw")
    assert "清单已签名" in call(*asked)[1]
    status, page, _ = call("verify", out, "--trust", key[1])
    assert status == FINE
    assert "签名有效：甲平台（测试）（SHA-256" in page
    assert "证书受信任" in page
    assert "没有对照过信任的根" in call("verify", out)[1]
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"rows": 5', '"rows": 6'), encoding="utf-8")
    status, page, _ = call("verify", out)
    assert (status, "签名无效" in page) == (FOUND, True)
    (out / "manifest.json.p7s").write_bytes(b"no signature")
    assert call("verify", out)[0] == NOT_READABLE
    (out / "manifest.json.p7s").unlink()
    assert "签名文件不在" in call("verify", out)[1]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["nothing.csv"], "没有文件"),
        (["{file}", "--mapping", "nothing.toml"], "没有映射文件"),
        (["{file}"], "里没有列“order_id”"),
        (["{file}", "--mapping", "{mapping}", "--area", "文山"], "不是行政区划代码"),
        (["{file}", "--mapping", "{mapping}", "--area", "999999"], "不是行政区划代码"),
        (["{file}", "--mapping", "{mapping}", "--month", "十月"], "--month 请写作"),
        (["{file}", "--mapping", "{mapping}", "--memory", "1"], "--memory 至少"),
        (["{file}", "--mapping", "{mapping}", "--sign", "k.p12"], "需要密码"),
        (["{file}", "--mapping", "{mapping}", "--out", "{file}"], "是文件，不能作为输出文件夹"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_2(
    call: Any, handed: tuple[Path, Path], words: Sequence[str], complaint: str
) -> None:
    filled = [word.format(file=handed[0], mapping=handed[1]) for word in words]
    status, out, said = call("check", *filled, "--json")
    assert status == NOT_READABLE
    assert complaint in said
    assert json.loads(out)["error"] in said


def test_a_wrong_call_is_status_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--rules", "none"])
    assert stopped.value.code == NOT_READABLE


def test_one_place_of_several(call: Any, handed: tuple[Path, Path]) -> None:
    said = json.loads(call("check", handed[0], "--mapping", handed[1], "--area", "532622", "--json")[1])
    assert (said["accepted"], said["workers"]) == (4, 0)
    assert "没有工作地在532622的订单" in call("check", handed[0], "--mapping", handed[1], "--area", "532622")[1]


def test_a_person_of_two_platforms_is_counted_once(call: Any, tmp_path: Path) -> None:
    mapping = PLAIN.replace('platform = { const = "甲平台" }', 'platform = "platform"')
    text = (
        "id,worker,start,end,platform\n1,w,2026-10-05 08:00,2026-10-05 10:00,甲\n"
        "1,v,2026-10-05 09:00,2026-10-05 11:00,乙\n"
    )
    keys = write(tmp_path, "platform,worker,person\n甲,w,P\n乙,v,P\n", "keys.csv")
    asked = ("check", write(tmp_path, text, "a.csv"), "--mapping", write(tmp_path, mapping, "m.toml"), "--json")
    apart, together = json.loads(call(*asked)[1]), json.loads(call(*asked, "--matching", keys)[1])
    assert (apart["workers"], apart["union_time_s"], apart["overlapping_orders"]) == (2, 14400, 0)
    assert (together["workers"], together["union_time_s"], together["overlapping_orders"]) == (1, 10800, 1)
    assert together["side_tables"]["matching"]["accepted"] == 2


def test_sessions_and_rest_prompts_are_checked_too(call: Any, handed: tuple[Path, Path], tmp_path: Path) -> None:
    head = "platform,worker,kind,area,start_s,end_s,offset_s\n"
    sessions = write(
        tmp_path,
        head + "甲平台,w,online,532601,1790813000,1790814000,28800\n甲平台,w,rest,532601,1790814000,1790813000,28800\n"
        "甲平台,w,sleep,532699,x,1790813000,28800\n",
        "s.csv",
    )
    prompts = write(
        tmp_path, "platform,worker,kind,prompted_s,paused_s,offset_s\n甲平台,w,daily,1790813000,1200,28800\n", "p.csv"
    )
    asked = ("check", handed[0], "--mapping", handed[1], "--sessions", sessions, "--rest-prompts", prompts, "--json")
    whole = json.loads(call(*asked)[1])
    assert whole["rest_prompts"] == {"stretches": 0, "unprompted": 0, "disturbed": 0, "orders": 0}
    said = whole["side_tables"]
    assert (said["sessions"]["accepted"], said["sessions"]["rejected"]) == (
        1,
        {"unreadable_time": 1, "reversed_times": 1},
    )
    assert said["sessions"]["reasons"]["unknown_area"] == said["sessions"]["reasons"]["unknown_value"] == 1
    assert said["rest_prompts"]["accepted"] == 1


def test_rest_prompts_are_held_against_long_stretches(call: Any, tmp_path: Path) -> None:
    rows = "".join(f"{n},w,2026-10-12 {8 + n:02}:00,2026-10-12 {9 + n:02}:00\n" for n in range(6))
    orders = write(tmp_path, f"id,worker,start,end\n{rows}", "o.csv")
    mapping = write(tmp_path, PLAIN, "m.toml")
    moment = 1_791_778_200  # 12:10 in Beijing
    row = f"甲平台,w,continuous,{moment},28800"
    prompts = write(tmp_path, f"platform,worker,kind,prompted_s,offset_s\n{row}\n", "p.csv")
    asked = ("check", orders, "--mapping", mapping, "--rest-prompts", prompts)
    said = json.loads(call(*asked, "--json", "--out", tmp_path / "out")[1])
    assert said["rest_prompts"] == {"stretches": 1, "unprompted": 0, "disturbed": 0, "orders": 0}
    assert [(one["orders"], one["fen"]) for one in said["injury_premiums"]] == [(6, 42)]
    assert (tmp_path / "out" / "rest_prompts.xlsx").exists()
    assert "1次连续工作超过时长：0次没有提示休息" in call(*asked)[1]


def test_the_written_standard_can_be_printed(call: Any) -> None:
    assert "# 订单数据标准" in call("schema")[1]
    assert "| `accepted_s` | int64 |" in call("schema", "--en")[1]


@pytest.mark.parametrize("name", ["ride_log.csv", "personal_log.csv", "guaranteed_pay.csv"])
def test_a_draft_of_a_mapping_can_be_read_and_reads_its_file(tmp_path: Path, name: str) -> None:
    draft = propose(SAMPLES / name, tmp_path)
    mapping = parse_mapping(draft, "draft.toml")
    assert mapping.tables["orders"]["accepted_s"].column in draft
    assert take(tmp_path, [SAMPLES / name], draft).intake.rows > 0


def test_a_draft_knows_chinese_headings_units_and_forms(call: Any, tmp_path: Path) -> None:
    text = (
        "订单编号,骑手ID,骑手类型,接单时间,送达时间,里程（公里）,配送费（元）,天气\n"
        "1,w,专送,2026年10月1日 08:00,,3,5,晴\n"
    )
    draft = call("mapping", write(tmp_path, text, "a.csv"))[1]
    assert "header_row" not in draft
    for words in (
        'order_id = "订单编号"', 'worker = "骑手ID"',
        'relation = { column = "骑手类型", values = { "专送" = "请填写" } }',
        'formats = ["%Y年%m月%d日 %H:%M"]', 'distance_m = { column = "里程（公里）", unit = "公里" }',
        'pay_fen = { column = "配送费（元）", unit = "元" }', "# 没有用到的列：天气",
    ):  # fmt: skip
        assert words in draft


def test_a_draft_finds_the_headings_under_a_title_and_knows_places_by_their_names(call: Any, tmp_path: Path) -> None:
    text = "某平台网约车行程明细（2026年9月）,,,,,\n行程号,司机,开始,结束,车费,司机所得,区县\n"
    text += "1,w,01.09.2026 08:00,2026-09-01 08:30,9,7,砚山\n2,w,01.09.2026 09:00,,9,7,昆明市\n"
    draft = call("mapping", write(tmp_path, text, "a.csv"))[1]
    for words in (
        "header_row = 2", 'accepted_s = "开始"', 'price_fen = "车费"', 'pay_fen = "司机所得"', 'order_id = "行程号"',
        'values = { "砚山" = "532622", "昆明市" = "请填写代码" }', '"%d.%m.%Y %H:%M"',
    ):  # fmt: skip
        assert words in draft


def test_neither_django_nor_the_network_nor_a_database_is_needed(tmp_path: Path, handed: tuple[Path, Path]) -> None:
    """As a platform would run it: only the extra `orders`, nothing that could reach out."""
    script = (
        "import sys, socket\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('django', 'psycopg', 'allauth', 'polars'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "from huxin.config.cli import main\n"
        "status = main(sys.argv[1:])\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] == 'django']\n"
        "sys.exit(status)\n"
    )
    call = [sys.executable, "-c", script, "orders", "check", str(handed[0]), "--mapping", str(handed[1])]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ran = subprocess.run(
        [*call, "--out", str(tmp_path / "out"), "--json"],
        capture_output=True,
        timeout=120,
        env=environment,
        cwd=tmp_path,
    )
    assert ran.returncode == FINE, ran.stderr.decode()
    assert json.loads(ran.stdout)["accepted"] == 4
