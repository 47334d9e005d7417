"""What does a rider of the demo prefecture have: a log-in, slips, shifts of his own, pieces in his vault, a complaint?

He comes in by his phone as everybody does; a password is set beside it, so that a visitor of the demo needs no phone.
"""

import struct
import zlib
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.utils.module_loading import import_string

from huxin.base.actor import Actor
from huxin.cases import vault
from huxin.cases.actions import desk, talking
from huxin.cases.actions.filing import Teller, file_report
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Matter, procedure_of
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case
from huxin.cases.reach import worker_actor
from huxin.cases.records import Evidence
from huxin.cases.topics import Source, Topic
from huxin.demo import cast, oversight
from huxin.demo.story import run_queue
from huxin.documents import media
from huxin.orgs.access import actor
from huxin.orgs.models import Area, User
from huxin.oversight import slip
from huxin.oversight.actions.own_records import For, Shift, write_shift
from huxin.oversight.slip import Slip
from huxin.oversight.slip import Source as Whence
from huxin.oversight.slip_paper import slip_paper
from huxin.oversight.slip_sources import Delivered
from huxin.registry.actions.log_in import come_in
from huxin.registry.models import Enterprise, Worker
from huxin.registry.personal import person_of

LOGIN = "rider"
COUNTY = "532622"
OFFICER, HEAD, SECOND = "yanshan-inspector", "yanshan-inspection-head", "yanshan-inspector-2"


def login() -> dict[str, str]:
    """As `huxin demo logins` tells it."""
    user = User.objects.get(username=LOGIN)
    known = person_of(Worker.objects.get(user=user))  # in full: who comes in by the phone is asked for both
    unit = f"手机号{known.phone}"
    return {"name": known.name, "unit": unit, "post": "骑手", "password": cast.PASSWORD, "role": "worker"}


def load_rider(now: datetime) -> None:
    """The worker whose orders two platforms deliver, up to now."""
    at = now - timedelta(days=5, hours=2)
    worker = oversight.rider()
    known = person_of(worker)
    user = come_in(known.phone, name=known.name, area=Area.objects.get(pk=COUNTY), at=at)
    user.username = LOGIN
    user.set_password(cast.PASSWORD)
    user.save(update_fields=["username", "password"])
    worker = Worker.objects.get(user=user)
    by = actor(user, at)
    _write_shifts(worker, now, by, at)
    picture = vault.keep_in_vault(
        BytesIO(_picture()), name="派单截图.png", title="派单截图", worker=worker, by=by, at=at, proves="夜间派单",
        happened_on=at.date(),
    )  # fmt: skip
    chat = "站长：夜里十点以后每单加1元，月底一起发。\n我：上个月的还没有。\n站长：再等等。\n".encode()
    talk = vault.keep_in_vault(
        BytesIO(chat), name="站点群聊天.txt", title="站点群聊天记录", worker=worker, by=by, at=at,
        proves="说好发夜间补贴", happened_on=at.date(),
    )  # fmt: skip
    delivered = Delivered(worker)
    if found := delivered.slips():
        _keep_slip(worker, delivered, found[0], by, at)
        _complain(worker, found[0], [picture, talk], by, now)
    run_queue()


def _write_shifts(worker: Worker, now: datetime, by: Actor, at: datetime) -> None:
    """The last week, of which no platform has delivered anything yet; one shift goes past midnight."""
    where = For("云岭快送", "砚山迅达", Area.objects.get(pk=COUNTY), "delivery")
    told = ((9, 10, 14, 11, 62), (8, 17, 21, 12, 70), (7, 21, 1, 9, 55), (6, 10, 13, 8, 44))
    for back, begins, ends, orders, yuan in told:
        day: date = now.date() - timedelta(days=back)
        shift = Shift(day, time(begins), time(ends), orders, yuan * 100, 500 if back == 8 else 0)
        write_shift(shift, where, worker=worker, by=by, at=at)


def _keep_slip(worker: Worker, source: Whence, found: Slip, by: Actor, at: datetime) -> None:
    whole = source.slip(found.period)
    if whole is None:
        return
    data = slip_paper(slip.compared(whole), source, name=person_of(worker).name, at=at)
    vault.keep_in_vault(
        BytesIO(data), name=f"slip-{found.period.key}.pdf", title=f"{found.period.words}真实时薪（{source.title}）",
        worker=worker, by=by, at=at, proves="报酬、工作时间和最低标准", happened_on=found.period.last,
    )  # fmt: skip


def _complain(worker: Worker, found: Slip, pieces: list[Evidence], by: Actor, now: datetime) -> None:
    """He tells of a bonus that was not paid; the office has taken it on and asks him for more."""
    at = now - timedelta(days=4)
    known, firm = person_of(worker), Enterprise.objects.get(short_name="砚山迅达")
    matter = Matter(
        topic=Topic.WAGE, title="夜间补贴没有发", area=Area.objects.get(pk=COUNTY), source=Source.PORTAL,
        story="入职时说好夜里每单加1元，说月底一起发，三个月都没有发，站长每次都说再等等。", wish="补发夜间补贴。",
        enterprise=firm, platform_name="云岭快送", happened_from=found.period.first, happened_until=found.period.last,
        claims=(ClaimFact(kind=Topic.WAGE, claimed_fen=45_000),),
    )  # fmt: skip
    teller = Teller(name=known.name, phone=known.phone, e_service=True, worker=worker)
    opened = file_report("complaint", matter, teller, by=by, at=at)
    vault.use(opened.case, pieces, by=worker_actor(worker), at=at)
    run_queue()
    _taken_on(opened.case, now - timedelta(days=3))


def _taken_on(case: Case, at: datetime) -> None:
    officer, head = cast.act_as(OFFICER, at), cast.act_as(HEAD, at)
    first, second = (User.objects.get(username=name) for name in (OFFICER, SECOND))
    desk.assign(case, officer=first, second=second, by=head, at=at)
    case.refresh_from_db()
    form = import_string(procedure_of(case).action("ask_supplement").form)
    given = form({"needed": "夜间订单的截图（至少三单）", "due_on": (at + timedelta(days=9)).date()}, case=case, at=at)
    if not given.is_valid():
        raise ValueError(given.errors.as_text())
    perform(case, "ask_supplement", given.facts(), by=officer, at=at)
    text = "请在“补充材料”里上传夜间订单的截图，证据库里有的可以直接选。"
    talking.tell(case, text=text, by=officer, at=at + timedelta(minutes=5))


def _picture() -> bytes:
    """A plain picture, as a screenshot would be: 360 × 640, grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\xdd" * 360) * 640
    head = struct.pack(">IIBBBBB", 360, 640, 8, 0, 0, 0, 0)
    return media.PNG_HEAD + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
