"""How is a printed line made comparable without losing where each character stood?

Folding drops every blank, makes all brackets （ ）, half-width punctuation full-width, full-width letters and digits
half-width, and the traditional characters that carry structure simplified. One character folds to one or none, so
that the way back to the document is a list of offsets.
"""

import re
from dataclasses import dataclass, field
from functools import cache

_TRADITIONAL = (
    "責單牽頭負據實縣區會員聯絡時間發於關進長處議辦協務勞動權益維護業態類標執導機構團婦網絡資訊監與為對並組織設"
    "傳廣財稅運輸應衛療險質規劃農產權質檢開啟專項報送總結經驗問題題將環節難點書記請強調擴寬領覺國環興鄉鎮級"
    "爭訴訟調處貼補給約談獎懲賬臺勵誠個體勢範圍認證濟營預備條齊約醫養傷損歲項數據復複製訂簽終點現場車"
    "眾幹部參與達遠連還這個說確築細決論證認識監測審計錄顯職稱號樂園樓層歸檔類邊灣聞閱際階隊陽雲麗馬廳務從"
    "畫後來採廠無學習見視觀轄續線統編緊縮繼繳絕屬當號萬億歷師衝獨寧滿溫潔貫徹監齡遞們讀誰讨評"
    "眞聲變護讓譽轉輕載輪軟較輔輯農違適選遞郵鄰釋針鋼銀銷鋪錢鏈門閉隱雙離電靈靜項順須顧風飛館驗體點黨龍"
)
_SIMPLIFIED = (
    "责单牵头负据实县区会员联络时间发于关进长处议办协务劳动权益维护业态类标执导机构团妇网络资讯监与为对并组织设"
    "传广财税运输应卫疗险质规划农产权质检开启专项报送总结经验问题题将环节难点书记请强调扩宽领觉国环兴乡镇级"
    "争诉讼调处贴补给约谈奖惩账台励诚个体势范围认证济营预备条齐约医养伤损岁项数据复复制订签终点现场车"
    "众干部参与达远连还这个说确筑细决论证认识监测审计录显职称号乐园楼层归档类边湾闻阅际阶队阳云丽马厅务从"
    "划后来采厂无学习见视观辖续线统编紧缩继缴绝属当号万亿历师冲独宁满温洁贯彻监龄递们读谁讨评"
    "真声变护让誉转轻载轮软较辅辑农违适选递邮邻释针钢银销铺钱链门闭隐双离电灵静项顺须顾风飞馆验体点党龙"
)
_PAIRS = {t: s for t, s in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if t != s}
_OPENING, _CLOSING = "([〔［[【｛{〖﹝", ")]〕］]】｝}〗﹞"
_PUNCTUATION = {
    ",": "，",
    ":": "：",
    ";": "；",
    "．": ".",
    "﹒": ".",
    "､": "、",
    "﹑": "、",
    "!": "！",
    "?": "？",
    "∶": "：",
}
_STOP = re.compile(r"(?<=[\u4e00-\u9fff）”])\.(?![.\w])|(?<=[\u4e00-\u9fff）”]{2})\.(?=[\u4e00-\u9fff“（])")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(t): s for t, s in _PAIRS.items()}
    table |= {0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0xFF01 + n) not in "（），：；！？"}
    table |= {ord(ch): "（" for ch in _OPENING} | {ord(ch): "）" for ch in _CLOSING}
    table |= {ord(ch): to for ch, to in _PUNCTUATION.items()}
    table |= {ord(ch): None for ch in _INVISIBLE}
    table |= {n: None for n in range(0x3001) if chr(n).isspace() or n < 32 or 0x7F <= n < 0xA0}
    return table


def fold(raw: str) -> str:
    """The comparable form of any text; a full stop after a Chinese character is 。"""
    folded = raw.translate(_table())
    return _STOP.sub("。", folded) if "." in folded else folded


def traditional_count(text: str) -> int:
    """How many traditional characters of our table does the text hold, counted by kind to stay fast?"""
    return sum(text.count(ch) for ch in _PAIRS)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document: code points counted from 0, end exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class Line:
    """One paragraph or table cell: where it stands in the document, and its folded form."""

    start: int
    raw: str
    folded: str
    number: int = 0
    _offsets: list[int] = field(default_factory=list)

    def span(self, i: int = 0, j: int | None = None) -> Span:
        """Where folded[i:j] stands in the document; blanks at its edges are left out."""
        j = len(self.folded) if j is None else j
        if not self._offsets:
            table = _table()
            self._offsets.extend(n for n, ch in enumerate(self.raw) if table.get(ord(ch), ch) is not None)
        if j <= i:
            at = self.start + (self._offsets[i] if i < len(self._offsets) else len(self.raw))
            return Span(at, at)
        return Span(self.start + self._offsets[i], self.start + self._offsets[j - 1] + 1)

    def printed(self, i: int = 0, j: int | None = None) -> str:
        """What is printed there, without blanks."""
        span = self.span(i, j)
        return without_blanks(self.raw[span.start - self.start : span.end - self.start])


def line_of(start: int, raw: str, number: int = 0) -> Line:
    """A line that begins at `start` of the document."""
    return Line(start=start, raw=raw, folded=fold(raw), number=number)


def without_blanks(raw: str) -> str:
    """The same characters without anything that prints as nothing."""
    table = _table()
    return "".join(ch for ch in raw if table.get(ord(ch), ch) is not None)


def tidy(raw: str) -> str:
    """Readable text: paragraphs one per line, blanks kept only between Latin words or figures."""
    kept = []
    for part in raw.split("\n"):
        words = part.split()
        line = ""
        for word in words:
            clean = without_blanks(word)
            if line and clean and line[-1] < "\u0250" and clean[0] < "\u0250":
                line += " "
            line += clean
        if line:
            kept.append(line)
    return "\n".join(kept)
