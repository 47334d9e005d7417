"""What follows from every event that concerns somebody? They are told, each once."""

from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.notices.rules import RULES, Rule
from huxin.notices.telling import tell
from huxin.orgs.access import SUBJECTS


def _tell(rule: Rule, event: Event) -> None:
    if rule.whom is None:
        return
    for target in rule.whom(event):
        thing = target.thing
        kind = SUBJECTS[thing._meta.model_name or ""] if thing else None
        named = f"{kind.title(thing).rstrip('。')}：" if kind else ""  # a decision of a meeting is a sentence
        tell(
            rule.code,
            target.people,
            thing,
            text=named + sentence(event),
            once=target.once or f"{event.pk}:{thing.pk if thing else ''}",
            org_path=target.org_path,
            at=event.occurred_at,
            but=event.actor_id,
            theirs=target.theirs,
        )


def _reaction(rule: Rule) -> None:
    """The reactions of one rule; their names stand in the queue, so they come from the codes."""
    for verb in rule.verbs:

        def told(event: Event) -> None:
            _tell(rule, event)

        told.__name__ = f"{rule.code}_on_{verb}".replace(".", "_")
        react(verb)(told)


for _rule in RULES.values():
    _reaction(_rule)
