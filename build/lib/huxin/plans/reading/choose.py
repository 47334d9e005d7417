"""At which headings do the goals of a plan stand? Where responsibilities hang, at any level."""

import re
from dataclasses import dataclass, field

from huxin.plans.reading.duties import statements
from huxin.plans.reading.folding import Line
from huxin.plans.reading.outline import Node, sections
from huxin.plans.reading.scanning import Statement

_NOT_A_GOAL = re.compile(
    r"总体要求|指导思想|(?:工作|总体|主要)?目标|目标要求|基本原则|工作原则|工作机制|组织(?:领导|机构|保障|实施|形式)|(?:工作|有关|相关|几点)要求"
    r"|保障措施|(?:实施|工作|方法)?步骤|时间安排|进度安排|附则|背景|适用范围|重要意义|提高认识|机构|工作职责|议事规则|工作保障"
)
_DEMANDS = re.compile(
    r"(?<!总体)(?<!目标)(?<!任务)要求$|(?:保障|组织|工作)(?:措施|保障)$|组织(?:实施|领导|保障)|保障措施|^(?:强化|加强|做好)?(?:组织|工作)保障"
)
_TASKS = re.compile(r"任务|分工|重点工作|(?:工作|主要|具体|重点)措施|工作内容|重点举措|工作重点|行动")


@dataclass(slots=True)
class Found:
    """A goal as found in the tree: the node, and every statement that belongs to it."""

    node: Node
    statements: list[Statement]
    lines: list[tuple[Line, int]]


@dataclass(slots=True)
class Chooser:
    """What each node says by itself, and what its branch says."""

    own: dict[int, list[Statement]] = field(default_factory=dict)
    branch: set[int] = field(default_factory=set)
    carrying_styles: set[str] = field(default_factory=set)

    def says(self, node: Node) -> bool:
        """Does the node itself name responsible units?"""
        return any(one.mentions for one in self.own.get(id(node), ()))


def is_demands(node: Node) -> bool:
    """Is this a section of requirements rather than of tasks?"""
    return _DEMANDS.search(node.heading()[:30].split("。")[0]) is not None


def choose(root: Node) -> list[Found]:
    """The goals in document order; empty where no heading carries a responsibility."""
    chooser = _study(root)
    found: list[Node] = []
    _pick(root, chooser, found)
    return [_gather(node, chooser) for node in found if node is not root]


def choose_by_name(root: Node) -> list[Found]:
    """Where nothing names a unit: the items of the sections that are called tasks."""
    chooser = Chooser()
    tasks = [one for one in sections(root) if one.children and _TASKS.search(_title(one)) and not is_demands(one)]
    return [_gather(child, chooser) for section in tasks for child in section.children]


def _study(root: Node) -> Chooser:
    chooser = Chooser()
    for node in root.walk():
        found = [one for line, start in node.lines() for one in statements(line, start)]
        if found:
            chooser.own[id(node)] = found
    chooser.carrying_styles = {node.style for node in root.walk() if chooser.says(node)}
    for node in reversed(list(root.walk())):
        _lift(node, chooser)
    for node in root.walk():
        if chooser.says(node):
            above: Node | None = node
            while above is not None and id(above) not in chooser.branch:
                chooser.branch.add(id(above))
                above = above.parent
    return chooser


def _lift(node: Node, chooser: Chooser) -> None:
    """A responsibility said only after the last of several sub-points belongs to the point above them."""
    if node.parent is None or len(node.children) < 2 or node.style == "attachment":
        return
    *others, last = node.children
    said = chooser.own.get(id(last), [])
    if not any(one.mentions for one in said) or chooser.says(node):
        return
    if any(chooser.says(below) for other in others for below in other.walk()):
        return
    closing = [one for one in said if one.label and one.line is not last.line]
    if not closing and node.style in chooser.carrying_styles - {last.style}:
        closing = said
    if not closing or (node.parent.parent is None and _TASKS.search(_title(node)) and not _siblings_say(node, chooser)):
        return
    chooser.own[id(last)] = [one for one in said if one not in closing]
    chooser.own[id(node)] = [*chooser.own.get(id(node), []), *closing]


def _siblings_say(node: Node, chooser: Chooser) -> bool:
    return any(one is not node and chooser.says(one) for one in (node.parent.children if node.parent else ()))


def _title(node: Node) -> str:
    return re.split("[。：]", node.heading()[:60])[0]


def _pick(root: Node, chooser: Chooser, found: list[Node]) -> None:
    waiting = [root]
    while waiting:
        one = waiting.pop()
        parts = _split(one, chooser)
        whole = chooser.says(one) and not _heads_goals(one, chooser)
        if parts:
            found += parts
        elif whole or (one is not root and id(one) not in chooser.branch):
            found.append(one)
            continue
        waiting.extend(reversed(_below(one, chooser)))


def _heads_goals(node: Node, chooser: Chooser) -> bool:
    """Is this a section, or the document, whose own words name units beside several headings that do?"""
    top = node.parent is None or node.parent.parent is None or node.style == "attachment"
    return top and sum(chooser.says(child) for child in node.children) >= 2


def _below(node: Node, chooser: Chooser) -> list[Node]:
    """The children among which goals are sought, a child without any responsibility beside others included."""
    bearing = [child for child in node.children if id(child) in chooser.branch]
    if not bearing or is_demands(node):
        return bearing
    if node.style in ("root", "attachment"):
        direct = [n for n, child in enumerate(node.children) if chooser.says(child)]
        between = range(direct[0], direct[-1]) if direct else range(0)
        return [
            one
            for n, one in enumerate(node.children)
            if any(one is other for other in bearing) or (n in between and _may_be_goal(one, node, direct[0]))
        ]
    below: list[Node] = []
    for child in node.children:
        deeper = child.children and not any(chooser.says(one) for one in bearing)
        below += child.children if deeper and id(child) not in chooser.branch else [child]
    return below


def _may_be_goal(node: Node, parent: Node, first: int) -> bool:
    return node.style == parent.children[first].style and not _NOT_A_GOAL.search(_title(node))


def _split(node: Node, chooser: Chooser) -> list[Node]:
    """A section whose unmarked paragraphs each end in a responsibility: every such paragraph is a goal."""
    if node.style != "root" and not (_TASKS.search(_title(node)) and node.children == []):
        return []
    lines = [line for line in node.paragraphs if _ends_in_units(line, chooser.own.get(id(node), []))]
    if len(lines) < (1 if node.style == "root" else 2):
        return []
    parts = [Node("paragraph", line=line, parent=node) for line in lines]
    for part in parts:
        chooser.own[id(part)] = [one for one in chooser.own[id(node)] if one.line is part.line]
    return parts


def _ends_in_units(line: Line, said: list[Statement]) -> bool:
    here = [one for one in said if one.line is line and one.mentions and one.start > 4]
    return bool(here) and len(line.folded) - here[-1].end <= 2


def _gather(node: Node, chooser: Chooser) -> Found:
    said = [one for below in node.walk() for one in chooser.own.get(id(below), [])]
    return Found(node, sorted(said, key=lambda one: (one.line.start, one.start)), node.all_lines())
