"""The law on the command line: one figure with its source, and what differs from the release."""

import pytest

from huxin.config.cli import main
from huxin.law import changes
from huxin.law.models import Parameter
from tests.world import World

Printed = pytest.CaptureFixture[str]


def test_a_figure_is_shown_with_its_source(world: World, capsys: Printed) -> None:
    asked = ["law", "show", "minimum_wage.hourly", "--area", "532601", "--day", "2026-10-01"]
    for words in (asked, [*asked, "--seed"]):
        assert main(words) == 0
        said = capsys.readouterr().out
        assert "小时最低工资标准：19元/小时" in said
        assert "核实：待核实" in said
        assert "532601 → 532600 → 530000 → 全国" in said


def test_what_a_platform_published_for_itself_is_asked_by_its_name(capsys: Printed) -> None:
    asked = ["law", "show", "commission.cap", "--industry", "ride", "--day", "2026-10-01", "--seed"]
    assert main([*asked, "--platform", "滴滴出行"]) == 0
    said = capsys.readouterr().out
    assert "抽成比例上限（滴滴）：27%" in said
    assert "适用：全国、网约车" in said
    assert main([*asked, "--platform", "云岭快送"]) == 1
    assert "没有2026年10月1日" in capsys.readouterr().err


def test_what_is_missing_or_unknown_is_told_apart(world: World, capsys: Printed) -> None:
    assert main(["law", "show", "injury.premium", "--area", "532601", "--day", "2026-06-30"]) == 1
    assert "没有2026年6月30日" in capsys.readouterr().err
    assert main(["law", "show", "nonsense"]) == 2
    assert "没有“nonsense”这个代码" in capsys.readouterr().err
    assert main(["law", "show", "--seed"]) == 0
    assert "minimum_wage.hourly\t小时最低工资标准" in capsys.readouterr().out


def test_the_difference_from_the_release(world: World, capsys: Printed) -> None:
    assert main(["law", "diff"]) == 0
    assert "相同" in capsys.readouterr().out
    old = Parameter.objects.get(code="limitation.arbitration")
    row = changes.propose_removal(old, reason="试", by=world.actor("吴主任科员"), at=world.at)
    changes.approve(row, by=world.actor("郑主任"), at=world.at)
    Parameter.objects.filter(code="final_award.multiple").update(value=13)
    assert main(["law", "diff"]) == 1
    said = capsys.readouterr().out
    assert "只在版本中：limitation.arbitration" in said
    assert "value 13 ≠ 12" in said
    assert "共2处不同" in said
