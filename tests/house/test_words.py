"""Do events, subjects and stored codes have words and owners?"""

import tomllib
from pathlib import Path

from django.apps import apps

from huxin.journal.log import REACTIONS, VERBS
from huxin.orgs.access import SUBJECTS
from huxin.orgs.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = tomllib.loads((ROOT / "glossary.toml").read_text(encoding="utf-8"))["term"]


def test_every_event_has_words_in_chinese() -> None:
    assert [v.code for v in VERBS.values() if not any("\u4e00" <= c <= "\u9fff" for c in v.words)] == []


def test_every_reaction_answers_an_event_that_exists() -> None:
    assert {code for code, _ in REACTIONS.values()} <= set(VERBS)


def test_every_model_and_role_is_in_the_glossary_under_its_chinese_name() -> None:
    known = {term["code"]: term["zh"] for term in GLOSSARY}
    models = {m.__name__: str(m._meta.verbose_name) for m in apps.get_models() if m.__module__.startswith("huxin.")}
    roles = {role.code: role.title for role in ROLES.values()}
    wrong = {code: zh for code, zh in (models | roles).items() if known.get(code) != zh}
    assert wrong == {}, "add or correct these in glossary.toml"


def test_no_word_is_used_that_the_glossary_forbids_in_code() -> None:
    forbidden = {word for term in GLOSSARY for word in term.get("not", []) if word.isascii()}
    names = {m.__name__.lower() for m in apps.get_models() if m.__module__.startswith("huxin.")} | set(ROLES)
    assert names & {word.lower() for word in forbidden} == set()


def test_every_kind_of_subject_has_a_model_of_ours() -> None:
    assert all(kind.model.__module__.startswith("huxin.") for kind in SUBJECTS.values())
