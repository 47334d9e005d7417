"""How does a template show the content of a paper? Include `parts/papers/face.html` with `shown`."""

from typing import Any

from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.content import attachment_lines, with_marks


def shown(tree: Tree) -> dict[str, Any]:
    """The tree for the template, which cannot ask of what class a block is."""

    def blocks(given: Any) -> list[dict[str, Any]]:
        return [
            {"kind": type(block).__name__.lower(), "block": block, "mark": mark} for block, mark in with_marks(given)
        ]

    annexes = [{"label": annex.label, "title": annex.title, "blocks": blocks(annex.blocks)} for annex in tree.annexes]
    return {
        "tree": tree,
        "blocks": blocks(tree.blocks),
        "attachments": attachment_lines(tree.attachments),
        "annexes": annexes,
    }
