"""Is a worker never entered twice, kept secret, engaged and judged as the rules say, and told who looked?"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.log import PARTIES
from huxin.journal.models import Event
from huxin.journal.timeline import entries, events_of, sentence
from huxin.law.parameters import Law
from huxin.law.seed.parameters import seed_table
from huxin.orgs.access import SYSTEM, allowed, visible
from huxin.registry.actions.engagements import (
    Terms,
    assess_relation,
    change_relation,
    end_engagement,
    engage,
    explained,
)
from huxin.registry.actions.workers import (
    About,
    correct_worker,
    link_platform_worker,
    merge_workers,
    register_worker,
    reveal,
)
from huxin.registry.models import Engagement, PlatformWorker, RelationAssessment, Worker
from huxin.registry.personal import masked, person_of
from huxin.registry.queries import employers, find_workers
from tests.world import RIDER, World

IDENTITY, PHONE = "532601198506120036", "13900003333"


def _enter(world: World, by: str = "陈办案", area: str = "532622", **who: str) -> Worker:
    who = {"name": "张小山", "phone": PHONE} | who
    return register_worker(**who, about=About(world.area(area)), by=world.actor(by), at=world.at)


def test_a_worker_is_kept_encrypted_and_shown_masked(world: World) -> None:
    worker = _enter(world, identity=IDENTITY)
    row = str(Worker.objects.filter(pk=worker.pk).values().get())
    assert not any(secret in row for secret in ("张小山", IDENTITY, PHONE))
    shown = masked(worker)
    assert (shown.name, shown.identity, shown.phone) == ("张*", "532601********0036", "139****3333")


def test_the_same_person_is_recognised_by_identity_number_or_by_name_and_phone(world: World) -> None:
    first = _enter(world)
    assert _enter(world, name="张 小山", phone="+86 139 0000 3333") == first
    assert sentence(Event.objects.latest("pk")).startswith("再次登记，认出")
    known = _enter(world, identity=IDENTITY)
    assert known == first
    assert person_of(known).identity == IDENTITY
    assert _enter(world, identity=IDENTITY, phone="13900004444") == first
    assert person_of(Worker.objects.get(pk=first.pk)).phone == PHONE, "what is known is not overwritten"
    assert Worker.objects.count() == 2


def test_one_phone_may_belong_to_two_people(world: World) -> None:
    assert _enter(world) != _enter(world, name="张大山")
    assert _enter(world, identity=IDENTITY) != _enter(world, identity="532622199003070010")


def test_the_database_refuses_the_same_person_twice(world: World) -> None:
    twin = Worker.objects.filter(pk=_enter(world).pk).values().get()
    del twin["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(**twin)
    rider = Worker.objects.filter(pk=world.rider.pk).values().get()
    del rider["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(**(rider | {"user_id": None}))


def test_who_cannot_be_told_from_others_is_not_entered(world: World) -> None:
    with pytest.raises(NotPossible, match="至少填写身份证号或手机号"):
        _enter(world, phone="")
    with pytest.raises(NotPossible, match="校验位"):
        _enter(world, identity="532601198506120037")
    with pytest.raises(NotPossible, match="11位"):
        _enter(world, phone="139")
    with pytest.raises(NotPossible, match="姓名"):
        _enter(world, name="张")


def test_a_person_enters_himself_and_nobody_else_without_the_right(world: World) -> None:
    rider, about = world.user("王师傅"), About(world.area("532622"))
    by = world.actor("王师傅")
    assert register_worker(**RIDER, about=about, user=rider, by=by, at=world.at) == world.rider
    with pytest.raises(PermissionDenied):
        register_worker(**RIDER, about=about, by=by, at=world.at)
    with pytest.raises(NotPossible, match="已经对应一名劳动者"):
        register_worker(name="别的人", phone="13900005555", about=about, user=rider, by=by, at=world.at)
    assert register_worker(**RIDER, about=about, by=SYSTEM, at=world.at) == world.rider


def test_a_correction_to_somebody_elses_number_is_refused(world: World) -> None:
    worker, by, about = _enter(world), world.actor("陈办案"), About(world.area("532622"), rural="yes")
    assert correct_worker(worker, identity=IDENTITY, about=about, version=1, by=by, at=world.at) == 2
    with pytest.raises(NotPossible, match="另一名劳动者"):
        correct_worker(worker, identity=RIDER["identity"], about=about, version=2, by=by, at=world.at)
    with pytest.raises(NotPossible, match="刚刚被别人修改"):
        correct_worker(worker, about=About(world.area("532622")), version=1, by=by, at=world.at)


def test_two_entries_of_one_person_are_joined(world: World) -> None:
    by = world.actor("陈办案")
    first, second = _enter(world, identity=IDENTITY), _enter(world, phone="13900006666")
    with pytest.raises(NotPossible, match="反过来"):
        merge_workers(first, into=second, by=by, at=world.at)
    merge_workers(second, into=first, by=by, at=world.at)
    assert _enter(world, phone="13900006666") == first
    with pytest.raises(NotPossible, match="两个人"):
        merge_workers(world.rider, into=first, by=by, at=world.at)


def test_looking_at_somebody_takes_a_purpose_and_the_worker_sees_who_did(world: World) -> None:
    by = world.actor("陈办案")
    assert reveal(world.rider, purpose="verify", by=by, at=world.at).identity == RIDER["identity"]
    line = entries(events_of(world.rider), PARTIES)[0]
    assert (line.who, line.sentence) == ("砚山监察大队 陈办案", "查看完整姓名、证件号码和手机号（用途：核对身份）")
    with pytest.raises(NotPossible, match="用途"):
        reveal(world.rider, purpose="curious", by=by, at=world.at)
    for stranger in ("杨外县", "邱经办", "孙调解", "吴主任科员"):
        with pytest.raises(PermissionDenied):
            reveal(world.rider, purpose="verify", by=world.actor(stranger), at=world.at)


def test_workers_are_seen_where_they_work_by_their_firm_and_by_themselves(world: World) -> None:
    for name in ("陈办案", "韦受理", "李经办", "莫代表", "王师傅"):
        assert allowed(world.actor(name), "worker.view", world.rider), name
        assert visible(Engagement, world.actor(name)).count() == 1, name
    for name in ("杨外县", "邱经办", "孙调解", "吴主任科员", "冯审计", "钱工会"):
        assert not allowed(world.actor(name), "worker.view", world.rider), name
        assert visible(Engagement, world.actor(name)).count() == 0, name
    assert find_workers(RIDER["phone"], world.actor("陈办案")) == [world.rider]
    assert find_workers(RIDER["identity"], world.actor("杨外县")) == []


def test_a_changed_relation_begins_a_new_row_and_leaves_the_old_one(world: World) -> None:
    by, row = world.actor("陈办案"), Engagement.objects.get()
    after = change_relation(row, relation="A", since=date(2026, 6, 1), version=1, by=by, at=world.at)
    assert (row.relation, row.valid_until, after.relation, after.valid_from) == (
        "B", date(2026, 6, 1), "A", date(2026, 6, 1),
    )  # fmt: skip
    assert "由“不完全符合" in sentence(Event.objects.latest("pk"))
    assert list(employers(world.rider, date(2026, 5, 31))) == [row]
    assert list(employers(world.rider, date(2026, 6, 1))) == [after]
    again = change_relation(after, relation="A'", since=date(2026, 6, 1), version=1, by=by, at=world.at)
    assert again.pk == after.pk, "from its first day it is a correction"
    with pytest.raises(NotPossible, match="已经结束"):
        change_relation(row, relation="C", since=date(2026, 7, 1), version=2, by=by, at=world.at)


def test_an_engagement_is_open_once_and_ends_once(world: World) -> None:
    by, area = world.actor("陈办案"), world.area("532622")
    firm, platform = world.firm("迅达配送"), world.firm("云岭快送")
    again = Terms("delivery", area, date(2026, 8, 1), platform)
    with pytest.raises(NotPossible, match="进行中的用工关系"):
        engage(world.rider, firm, again, by=by, at=world.at)
    end_engagement(Engagement.objects.get(), until=date(2026, 8, 1), version=1, by=by, at=world.at)
    engage(world.rider, firm, again, by=by, at=world.at)
    with pytest.raises(NotPossible, match="晚于"):
        end_engagement(Engagement.objects.latest("pk"), until=date(2026, 8, 1), version=1, by=by, at=world.at)
    with pytest.raises(NotPossible, match="平台企业"):
        engage(world.rider, firm, Terms("delivery", area, date(2026, 8, 1), firm), by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        engage(world.rider, firm, again, by=world.actor("李经办"), at=world.at)


def test_an_assessment_is_guidance_and_changes_no_relation(world: World) -> None:
    law = Law(seed_table(), world.at.date(), area="532622")
    replies = {"qualified": "yes", "managed": "yes", "own_business": "yes", "time_set": "partly"}
    for name in ("陈办案", "王师傅"):
        row = assess_relation(
            world.rider, law, enterprise=world.firm("迅达配送"), replies=replies, by=world.actor(name), at=world.at
        )
        assert (row.result, row.assessed_on) == ("A", world.at.date())
    assert Engagement.objects.get().relation == "B"
    assert "三个条件" in explained(row, law).answer.sentence
    assert sentence(Event.objects.latest("pk")) == "用工关系判断（仅供参考，不是裁决）：符合确立劳动关系"
    for name in ("杨外县", "李经办"):
        with pytest.raises(PermissionDenied):
            assess_relation(world.rider, law, enterprise=None, replies=replies, by=world.actor(name), at=world.at)
    with pytest.raises(NotPossible, match="还不够"):
        assess_relation(
            world.rider, law, enterprise=None, replies={"managed": "yes"}, by=world.actor("陈办案"), at=world.at
        )
    assert RelationAssessment.objects.count() == 2


def test_a_platforms_key_belongs_to_one_worker(world: World) -> None:
    by, platform = world.actor("陈办案"), world.firm("云岭快送")
    link_platform_worker(platform, key="YL-1", by=by, at=world.at)
    assert link_platform_worker(platform, key="YL-1", worker=world.rider, by=by, at=world.at).worker == world.rider
    link_platform_worker(platform, key="YL-1", worker=world.rider, by=by, at=world.at)
    with pytest.raises(NotPossible, match="另一名劳动者"):
        link_platform_worker(platform, key="YL-1", worker=_enter(world), by=by, at=world.at)
    assert PlatformWorker.objects.count() == 1


def test_no_name_and_no_number_stands_in_an_event(world: World) -> None:
    worker = _enter(world, identity=IDENTITY)
    reveal(worker, purpose="case", by=world.actor("陈办案"), at=world.at)
    said = str(list(events_of(worker).values())) + "".join(map(sentence, events_of(worker)))
    assert not any(secret in said for secret in ("张小山", IDENTITY, PHONE))
