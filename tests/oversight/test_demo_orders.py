"""Do the demo's mappings read the made-up export as that of the demo's own platforms and their partners?"""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huxin.demo import oversight, registry
from huxin.oversight.orders.engine import connection
from huxin.oversight.orders.intake import take_in
from huxin.oversight.orders.mapping.read import parse_mapping
from huxin.oversight.orders.sample import Sample, make
from huxin.oversight.orders.schema import MATCHING, ORDERS


@pytest.mark.parametrize("number", range(len(registry.PLATFORMS)))
def test_a_platforms_export_is_read_under_its_own_names(number: int, tmp_path: Path) -> None:
    made = make(tmp_path, Sample(workers=200, months=("2026-10",), orders_per_day=4))
    mapping, (short, trade, _) = parse_mapping(oversight.mapping(number), "m.toml"), registry.PLATFORMS[number]
    with connection(tmp_path / "spill", latest_s=1_795_600_000) as con:
        keys = take_in(con, [made.matching], mapping, tmp_path / "keys", MATCHING)
        taken = take_in(con, [made.orders[number]], mapping, tmp_path / "taken", ORDERS, keys)
    rows = pq.read_table(taken.accepted[0])
    assert taken.accepted_rows > 1_000
    assert taken.rows - taken.accepted_rows < 20
    assert set(rows["platform"].to_pylist()) == {short}
    assert set(rows["industry"].to_pylist()) == {trade}
    partners = {f"{name}劳务服务有限公司" for name, _, top in registry.PARTNERS if top == short}
    assert set(rows["partner"].to_pylist()) == partners | {None}
    assert None not in rows["person"].to_pylist()
