"""Who answers, in which role, by the words of one paragraph?

Four notations are read: a label (责任单位：…), a bracket at the end of a clause （…牵头，…配合）, a sentence that says
nothing else (由…牵头，会同…。), and, where a goal has none of these, 由…牵头 within a sentence.
"""

import re
from collections.abc import Iterator

from huxin.plans.reading.folding import Line
from huxin.plans.reading.scanning import LONGEST, Mention, Statement, scan
from huxin.plans.reading.units import LEVELS, match
from huxin.plans.reading.wording import KEY, LABEL

_REMARK = re.compile(r"[。；](?:以下|下同|其余|上述|不再)[^（）]{2,200}(?=）)")  # 以下均需各市州人民政府落实，不再列出

_TERM = re.compile(r".*(?:[前底末内日月年度]|半年|季度|推进|坚持|实施|开展|落实|完成|见效|成效|常态化?|长期|持续|立即)")


def statements(line: Line, start: int = 0) -> list[Statement]:
    """Every statement of the paragraph from `start` on, in order."""
    text = line.folded
    found: list[Statement] = []
    brackets = _brackets(text, start)
    for i, j in brackets:
        if found and i < found[-1].end:
            continue
        one = _bracket(line, i, j)
        if one:
            found.append(one)
    taken = [(one.start, one.end) for one in found]
    for i, j in _gaps(taken, start, len(text)):
        found.extend(_labels(line, i, j))
    taken = sorted((one.start, one.end) for one in found)
    for i, j in _gaps(taken, start, len(text)):
        found.extend(_sentences(line, i, j))
    return sorted(found, key=lambda one: one.start)


def _gaps(taken: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    gaps, at = [], start
    for i, j in taken:
        if i > at:
            gaps.append((at, i))
        at = max(at, j)
    return [*gaps, (at, end)] if at < end else gaps


def _brackets(text: str, start: int) -> list[tuple[int, int]]:
    """Matched pairs （…） of a sensible length, outer ones first where they begin together."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in re.finditer("[（）]", text):
        at = found.start()
        if at < start:
            continue
        if found.group() == "（":
            opened.append(at)
        elif opened:
            begin = opened.pop()
            if 4 < at - begin <= LONGEST:
                pairs.append((begin, at + 1))
    return sorted(pairs)


def _bracket(line: Line, i: int, j: int) -> Statement | None:
    text = line.folded
    if not KEY.search(text, i, j) and not LABEL.match(text, i + 1):
        return _names_alone(line, i, j)
    labelled = LABEL.match(text, i + 1) is not None
    remark = _REMARK.search(text, i, j)
    one = scan(line, i + 1, remark.start() if remark else j - 1, most=(j - i) // 3 if labelled else 0)
    one.start, one.end, one.remark = i, j, remark.span() if remark else None
    if not labelled and one.residue:
        return _partly(line, i, j)
    if one.residue > ((j - i) // 3 if labelled else 0):
        return None
    trusted = labelled or any(map(_trusted, one.mentions))
    return one if (one.mentions and trusted) or (one.times and labelled) else None


def _partly(line: Line, i: int, j: int) -> Statement | None:
    """（甲、乙负责，丙县先行试点）: what begins with units and a role is read, the rest is told."""
    one = scan(line, i + 1, j - 1, most=(j - i) // 3)
    sure = [mention for mention in one.mentions if mention.sure]
    if one.residue > (j - i) // 3 or not sure or sure[0].start > i + 2 or not all(map(_trusted, sure)):
        return None
    one.unread += [(mention.start, mention.end) for mention in one.mentions if not mention.sure]
    one.start, one.end, one.mentions, one.label = i, j, sure, True
    return one


def _names_alone(line: Line, i: int, j: int) -> Statement | None:
    """（市人社局、市总工会） at the end of a sentence: names with their place and nothing else."""
    text = line.folded
    if text[j : j + 1] not in ("", "。", "；", "（") or not match(text, i + 1):
        return None
    one = scan(line, i + 1, j - 1, most=0)
    one.start, one.end = i, j
    known = all(mention.name is not None and mention.name.place for mention in one.mentions)
    return one if one.mentions and known and not one.residue else None


def _labels(line: Line, i: int, j: int) -> Iterator[Statement]:
    """Label statements of a stretch; each ends with its sentence unless another label follows directly."""
    text = line.folded
    at = i
    while at < j:
        found = LABEL.search(text, at, j)
        if not found:
            return
        begin = found.start()
        if begin > i and text[begin - 1] not in "。；，（）、！—-.":
            at = found.end()
            continue
        end = _label_end(text, found.end(), j)
        one = scan(line, begin, end)
        if one.mentions or one.times or one.persons:
            yield one
        at = end


def _label_end(text: str, at: int, j: int) -> int:
    limit = min(j, at + LONGEST)
    while True:
        stop = text.find("。", at, limit)
        if stop < 0:
            return limit
        if stop + 1 >= limit or not LABEL.match(text, stop + 1):
            return min(stop + 1, limit)
        at = stop + 1


def _sentences(line: Line, i: int, j: int) -> Iterator[Statement]:
    """Sentences made of units and role words alone."""
    text = line.folded
    for found in re.finditer(r"[^。；！—]{4,300}", text[i:j]):
        words = found.group()
        if not KEY.search(words):
            continue
        one = scan(line, i + found.start(), i + found.end(), most=0)
        if one.mentions and one.residue == 0 and all(mention.sure and _trusted(mention) for mention in one.mentions):
            yield _without_deeds(one)


def _without_deeds(one: Statement) -> Statement:
    """州总工会负责，2025年10月底前新建工会15家: the statement ends before a time that says what is done by then."""
    text, last = one.line.folded, max(mention.end for mention in one.mentions)
    deed = next((at for at in sorted(one.times) if at[0] > last and not _TERM.fullmatch(text, *at)), None)
    if deed:
        one.end = deed[0]
        one.times = [at for at in one.times if at < deed]
    return one


def _trusted(mention: Mention) -> bool:
    """Is it certainly a unit, and not words of the text that end like one?"""
    first = mention.line.folded[mention.start]
    return (
        mention.name is not None
        or first in LEVELS
        or first in "各国"
        or mention.line.folded.startswith(("有关", "相关"), mention.start)
    )


def embedded(line: Line, start: int, end: int) -> list[Statement]:
    """由…牵头 inside a sentence that goes on: read only where a goal says nothing plainer."""
    text = line.folded
    found = []
    for word in re.finditer("牵头", text[start:end]):
        at = start + word.start()
        begin = max(start, at - 200, *(text.rfind(sign, start, at) + 1 for sign in "。；：（"))
        led = text.rfind("由", begin, at)
        begin = begin if led < 0 else led
        one = scan(line, begin, at + 2, most=0)
        if one.mentions and one.residue == 0 and all(map(_trusted, one.mentions)):
            found.append(_widen(line, one, end))
    return found


def _widen(line: Line, one: Statement, end: int) -> Statement:
    """The clauses that follow, as long as they too hold nothing but units and role words."""
    after = one.end
    for stop in re.finditer("[，；。]|$", line.folded[after : min(end, after + 400)]):
        wider = scan(line, one.start, after + stop.start(), most=0)
        if wider.residue or not all(mention.sure and _trusted(mention) for mention in wider.mentions):
            break
        one = wider
    return one
