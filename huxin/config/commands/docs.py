"""What do the declarations say, written out for people? docs/generated is made here and diffed in the checks."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from huxin.config.cli import use_django

if TYPE_CHECKING:
    from huxin.cases.procedure import Clock

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "generated"
REACH = {"own": "本单位", "area": "本行政区", "everywhere": "全部"}


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def matrix() -> str:
    """Permissions × roles, and every route with its right."""
    from huxin.config.routes import own_routes
    from huxin.orgs.roles import PERMISSIONS, ROLES

    rights = [
        [f"`{code}` {title}", *(REACH.get(role.permissions.get(code, ""), "") for role in ROLES.values())]
        for code, title in PERMISSIONS.items()
    ]
    routes = sorted([f"`/{path}`", _right(view)] for path, view in own_routes())
    return (
        "# 权限表\n\n由 `huxin docs` 生成，勿手改。空白为无此权限。\n\n"
        + _table(["权限", *(role.title for role in ROLES.values())], rights)
        + "\n## 页面与所需权限\n\n`None` 为公开页面。\n\n"
        + _table(["地址", "权限"], routes)
    )


def _right(view: object) -> str:
    """The permission of a route; of a machine's route, that it is asked by key."""
    return f"`{getattr(view, 'needs', '?')}`" + ("（凭报送密钥）" if getattr(view, "by_key", False) else "")


def events() -> str:
    """Every kind of event with its words and fields."""
    from huxin.journal.log import REACTIONS, VERBS

    rows = []
    for verb in sorted(VERBS.values(), key=lambda v: v.code):
        follow = "、".join(f"`{name}`" for name, (code, _) in sorted(REACTIONS.items()) if code == verb.code)
        rows.append([f"`{verb.code}`", verb.words, "、".join(verb.fields), follow])
    return "# 事件表\n\n由 `huxin docs` 生成，勿手改。\n\n" + _table(["事件", "写法", "要素", "后续动作"], rows)


def procedures() -> str:
    """Every procedure: its steps, its terms with their articles, its actions with form and papers."""
    from huxin.cases.drafting import titles
    from huxin.cases.procedure import PROCEDURES

    parts = ["# 程序表\n\n由 `huxin docs` 生成，勿手改。\n"]
    for one in PROCEDURES.values():
        steps = [[f"`{s.code}`", s.title, s.plain, "是" if s.final else ""] for s in one.steps]
        parts.append(f"\n## {one.title}（`{one.code}`）\n\n依据：{one.law}\n\n")
        parts.append(_table(["环节", "名称", "当事人看到", "终结"], steps))
        if one.clocks:
            terms = [_term(clock) for clock in one.clocks]
            parts.append("\n" + _table(["期限", "长短", "依据", "起算", "终止", "中止／恢复", "重新起算"], terms))
        names = {step.code: step.title for step in one.steps}
        acts = [
            [
                f"`{a.code}` {a.title}", "、".join(names[s] for s in a.steps), names.get(a.to, "（不变）"),
                "、".join(part for part in (f"`{a.needs}`" if a.needs else "", a.party) if part),
                titles().get(a.paper, ""), "、".join(titles()[code] for code in a.letters),
            ]
            for a in one.actions
        ]  # fmt: skip
        parts.append("\n" + _table(["办理", "在", "进入", "谁办", "待签文书", "随后起草"], acts))
    return "".join(parts)


def actions() -> str:
    """Everything that can be done to a case × who may do it, and how far his right reaches."""
    from huxin.cases.procedure import PROCEDURES
    from huxin.orgs.roles import ROLES

    parts = ["# 办理权限表\n\n由 `huxin docs` 生成，勿手改。当事人一栏是在门户或企业端自己办理的人。\n"]
    for one in PROCEDURES.values():
        rows = []
        for action in one.actions:
            held = {role.title: role.permissions.get(action.needs, "") for role in ROLES.values()}
            staff = "、".join(f"{title}（{REACH[reach]}）" for title, reach in held.items() if reach)
            rows.append([f"`{action.code}` {action.title}", f"`{action.needs}`" if action.needs else "", staff,
                         f"`{action.party}`" if action.party else ""])  # fmt: skip
        parts.append(f"\n## {one.title}（`{one.code}`）\n\n" + _table(["办理", "权限", "角色", "当事人"], rows))
    return "".join(parts)


def _term(clock: "Clock") -> list[str]:
    """One row: how long, by which article, moved by what."""
    from huxin.cases.procedure import OWED_BY

    limit = clock.limit
    kind = {"working": "个工作日", "calendar": "日", "months": "个月"}
    extra = f"，可延长{limit.extension}" if limit and limit.extension else ""
    length = f"{limit.days}{kind[limit.unit]}{extra}" if limit else "办理时指定"
    owes = "" if clock.owed_by == "office" else f"（{OWED_BY[clock.owed_by]}）"
    moved = (clock.starts, clock.ends, (*clock.stops, *clock.resumes), clock.restarts)
    return [
        f"{clock.title}{owes}",
        length,
        limit.law if limit else "",
        *("、".join(f"`{c}`" for c in m) for m in moved),
    ]


def standards() -> dict[str, str]:
    """The written order-data standard by the name of its file, Chinese and English."""
    from huxin.oversight.orders.standard import FILES, written_standard

    return {f"../{name}": written_standard(language) for language, name in FILES.items()}


def golden() -> str:
    """The cases that hold the calculations of law to what a lawyer expects: where, when, what follows, and why."""
    import yaml

    folder = FOLDER.parents[1] / "tests" / "law" / "golden"
    cases = [case for path in sorted(folder.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    parts = [
        f"# 法律计算的对照案例\n\n由 `huxin docs` 生成，勿手改。共{len(cases)}个案例，事实全文见 `tests/law/golden/`；"
        "改动案例或者法规参数后，测试逐个核对。“不符合”指违反强制性规定，“提请注意”指不合推荐性标准或约定。\n"
    ]
    for what in dict.fromkeys(case["计算"] for case in cases):
        rows = []
        for case in (one for one in cases if one["计算"] == what):
            where = "、".join(str(case[key]) for key in ("地区", "行业", "关系") if key in case)
            found = "，".join(str(case[key]) for key in ("结论", "结果") if key in case)
            rows.append([case["案例"], str(case["日期"]), where, found, case.get("依据", ""), case["来源"]])
        parts.append(f"\n## {what}\n\n" + _table(["案例", "日期", "何地何业何关系", "结论", "依据", "来源"], rows))
    return "".join(parts)


def main(words: list[str]) -> int:
    """`huxin docs [--check]`."""
    parser = argparse.ArgumentParser(prog="huxin docs", description="重新生成 docs/generated")
    parser.add_argument("--check", action="store_true", help="只核对是否最新")
    options = parser.parse_args(words)
    use_django()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    generated = {"matrix.md": matrix(), "events.md": events(), "procedures.md": procedures(),
                 "actions.md": actions(), "golden.md": golden()}  # fmt: skip
    for name, text in (generated | standards()).items():
        path = FOLDER / name
        if options.check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not options.check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/generated 已过时：{'、'.join(stale)}。请运行 make fix 并检查差异。", file=sys.stderr)
    return 1 if stale else 0
