"""In which columns does the search box look, for kinds whose packages do not say so themselves?"""

from collections.abc import Sequence

from huxin.base.actor import Actor
from huxin.documents.models import Document
from huxin.documents.subjects import documents_of
from huxin.followups.models import FollowUp
from huxin.orgs.models import Organisation, User
from huxin.reports.models import Report, Told
from huxin.search.find import searchable

_TEXTS = tuple(f"sections__{field.name}" for field in Told._meta.get_fields() if field.name != "answer")
_FILES_OF = ("assignment", "meeting", "opinion", "paper", "plandraft", "progress", "receipt", "report")


def _files(text: str, by: Actor, most: int) -> Sequence[Document]:
    """By name, those of the plan's work; evidence, millions of it, is found by its case."""
    rows = documents_of(by, _FILES_OF)
    for word in text.split():
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("-pk")[:most])


searchable(Document, by=_files)
searchable(Report, "organisation__name", "organisation__short_name", "cycle__period", *_TEXTS)
searchable(FollowUp, "organisation__name", "organisation__short_name", "plan__title")
searchable(Organisation, "name", "short_name", "aliases__name")
searchable(User, "name")
