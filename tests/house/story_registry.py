"""What happens to firms and workers in the tests of the whole house? Entered, listed, engaged, judged, admitted."""

from typing import TYPE_CHECKING

from huxin.documents.store import keep_from_outside
from huxin.law.parameters import Law
from huxin.law.seed.parameters import seed_table
from huxin.orgs.access import NOBODY, actor
from huxin.registry.actions.admission import Applicant, admit, ask_admission, refuse_admission
from huxin.registry.actions.claims import claim_key, confirm_claim, refuse_claim
from huxin.registry.actions.engagements import Terms, assess_relation, engage
from huxin.registry.actions.enterprises import Details, add_name, register_enterprise, rename, update_own
from huxin.registry.actions.imports import import_enterprises
from huxin.registry.actions.log_in import come_in
from huxin.registry.actions.workers import About, link_platform_worker, register_worker, reveal
from huxin.registry.listing import HEADINGS
from huxin.registry.models import Worker
from tests.world import AT

if TYPE_CHECKING:
    from tests.house.story import Story

COUNTIES = (("532622", "陈办案", "砚山县"), ("532601", "杨外县", "文山市"))
CODES = ("91532622MA6KLAAD44", "91532622MA6KLAAF1W")


def tell(story: "Story") -> None:
    """The same in two counties, so that there is a stranger's row of each kind."""
    world, say = story.world, story.say
    for code, officer, county in COUNTIES:
        by, area = story.by(officer), world.area(code)
        details = Details(
            area=area, kind="outlet", short_name=say("firm_short"), address=say("firm_address"),
            legal_representative=say("legal"), contact=say("contact"), phone=say("phone"),
        )  # fmt: skip
        firm = register_enterprise(say("firm_before"), details, by=by, at=AT)
        rename(firm, name=say("firm"), version=firm.version, by=by, at=AT)
        add_name(firm, kind="brand", name=say("brand"), by=by, at=AT)
        row = dict.fromkeys((h.title for h in HEADINGS), "")
        row |= {"企业名称": say("firm") + "店", "类型": "站点或门店", "属地": county, "住所": say("seen_address")}
        import_enterprises([(2, row)], by=by, at=AT)
        about = About(area, occupation=say("occupation"))
        worker = register_worker(name=say("worker")[:20], phone=say("phone"), about=about, by=by, at=AT)
        engage(worker, firm, Terms("delivery", area, AT.date()), by=by, at=AT)
        link_platform_worker(world.firm("云岭快送"), key=f"{say('key')}{code}", worker=worker, by=by, at=AT)
        law = Law(seed_table(), AT.date(), area=code)
        replies = {"qualified": "yes", "managed": "yes", "own_business": "yes"}
        assess_relation(worker, law, enterprise=firm, replies=replies, evidence=say("evidence"), by=by, at=AT)
        reveal(worker, purpose="case", by=by, at=AT)
    own = world.firm("迅达配送")
    update_own(
        own, contact=say("own_contact"), phone=say("phone"), address=say("own_address"), short_name=own.short_name,
        version=own.version, by=story.by("李经办"), at=AT,
    )  # fmt: skip
    _claims(story)
    _admissions(story)


def _claims(story: "Story") -> None:
    """A worker of each county claims a key: one waits, one is refused."""
    world, say = story.world, story.say
    platform = world.firm("云岭快送")
    for code in ("532601", "532622"):
        user = come_in(f"1390000{code[-4:]}", name=say("claimant")[:10], area=world.area(code), at=AT)
        worker, by = Worker.objects.get(user=user), actor(user, AT)
        row = claim_key(platform, key=f"{say('claimed')}{code}", worker=worker, proved=False, by=by, at=AT)
        if code == "532601":
            refuse_claim(row, reason=say("claim_reason"), by=story.by("杨外县"), at=AT)
            row = claim_key(platform, key=f"{say('claimed')}-2", worker=worker, proved=False, by=by, at=AT)
            confirm_claim(row, by=story.by("杨外县"), at=AT)
        else:
            claim_key(platform, key=f"{say('claimed')}-3", worker=worker, proved=True, by=by, at=AT)


def _admissions(story: "Story") -> None:
    """One request is refused, one waits in another county, one is granted."""
    world, say, by = story.world, story.say, story.by("韦受理")
    made = []
    for number, (area, credit_code) in enumerate((("532622", CODES[0]), ("532601", CODES[0]), ("532622", CODES[1]))):
        file = keep_from_outside(b"text", name=f"{say('scan')}.txt", org_path="", by=NOBODY, at=AT)
        applicant = Applicant(
            credit_code=credit_code, enterprise_name=f"{say('applicant_firm')}{number}", area=world.area(area),
            enterprise_kind="partner", role="enterprise_hr", name=say("applicant")[:30] + str(number),
            post=say("applicant_post"), phone=say("phone"),
        )  # fmt: skip
        made.append(ask_admission(applicant, authorisation=file, at=AT)[0])
    refuse_admission(made[0], reason=say("not_admitted"), by=by, at=AT)
    admit(made[2], by=by, at=AT)
