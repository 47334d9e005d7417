"""Twelve riders of one station tell of the same arrears: one case, three representatives, one who goes by himself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from huxin.base.actor import Actor
from huxin.cases import collective
from huxin.cases.actions.merging import consent_all, merge
from huxin.cases.actions.opening import Matter, open_case
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case
from huxin.cases.people import Person
from huxin.cases.procedure import PROCEDURES
from huxin.documents import store
from huxin.orgs.access import NOBODY
from huxin.orgs.models import Area, Organisation
from huxin.registry.models import Enterprise

RIDERS = (
    "陆一鸣",
    "农小满",
    "黄石头",
    "韦三妹",
    "侬阿强",
    "罗长顺",
    "岑小雨",
    "王大路",
    "李春耕",
    "杨谷雨",
    "马小河",
    "熊立冬",
)
PAPER = "推举书（演示）：推举前三人为代表人，代表同意的人参加调查、调解和仲裁。".encode()


def collective_case(area: str, firm: Enterprise, at: datetime, head_of: Callable[[Organisation], Actor]) -> Case:
    """Told one after the other, merged by the head of the office, the election noted."""
    cases = []
    for n, name in enumerate(RIDERS):
        fen = 180000 + n * 1000
        matter = Matter(
            topic="wage", title="站点拖欠十月单费", area=Area.objects.get(pk=area), enterprise=firm,
            story="十月的单费到现在没有发，站里十二个人都一样。", wish="请督促发放单费。", industry="delivery",
            happened_from=(at - timedelta(days=50)).date(), claims=(ClaimFact(kind="wage", claimed_fen=fen),),
        )  # fmt: skip
        person = Person(name=name, phone=f"1390002{2000 + n}")
        opened = open_case(
            PROCEDURES["complaint/1"], matter, by=NOBODY, at=at + timedelta(minutes=n), reporters=[person]
        )
        cases.append(opened.case)
    at += timedelta(hours=2)
    main = cases[0]
    head = head_of(main.organisation)
    merge(main, cases[1:], by=head, at=at)
    main.refresh_from_db()
    everybody = list(collective.claimants(main))
    consent_all(main, parties=everybody[:-1], what=collective.REPRESENTED, by=head, at=at)
    proof = store.keep(PAPER, name="推举书.txt", org_path=main.org_path, by=head, at=at)
    collective.elect(main, chosen=everybody[:3], proof=proof, by=head, at=at)
    return main
