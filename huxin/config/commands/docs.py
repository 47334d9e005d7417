"""What do the declarations say, written out for people? docs/generated is made here and diffed in the checks."""

import argparse
import sys
from pathlib import Path

from huxin.config.cli import use_django

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
    routes = sorted([f"`/{path}`", f"`{getattr(view, 'needs', '?')}`"] for path, view in own_routes())
    return (
        "# 权限表\n\n由 `huxin docs` 生成，勿手改。空白为无此权限。\n\n"
        + _table(["权限", *(role.title for role in ROLES.values())], rights)
        + "\n## 页面与所需权限\n\n`None` 为公开页面。\n\n"
        + _table(["地址", "权限"], routes)
    )


def events() -> str:
    """Every kind of event with its words and fields."""
    from huxin.journal.log import REACTIONS, VERBS

    rows = []
    for verb in sorted(VERBS.values(), key=lambda v: v.code):
        follow = "、".join(f"`{name}`" for name, (code, _) in sorted(REACTIONS.items()) if code == verb.code)
        rows.append([f"`{verb.code}`", verb.words, "、".join(verb.fields), follow])
    return "# 事件表\n\n由 `huxin docs` 生成，勿手改。\n\n" + _table(["事件", "写法", "要素", "后续动作"], rows)


def standards() -> dict[str, str]:
    """The written order-data standard by the name of its file, Chinese and English."""
    from huxin.oversight.orders.standard import FILES, written_standard

    return {f"../{name}": written_standard(language) for language, name in FILES.items()}


def main(words: list[str]) -> int:
    """`huxin docs [--check]`."""
    parser = argparse.ArgumentParser(prog="huxin docs", description="重新生成 docs/generated")
    parser.add_argument("--check", action="store_true", help="只核对是否最新")
    options = parser.parse_args(words)
    use_django()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in {"matrix.md": matrix(), "events.md": events(), **standards()}.items():
        path = FOLDER / name
        if options.check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not options.check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/generated 已过时：{'、'.join(stale)}。请运行 make fix 并检查差异。", file=sys.stderr)
    return 1 if stale else 0
