"""In which columns does the search box look, for kinds whose packages do not say so themselves?"""

from django.db.models import Q

from huxin.documents.models import Document, Paper
from huxin.followups.models import FollowUp
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Assignment, Duty, Goal, Plan
from huxin.reports.models import Report, Told
from huxin.search.find import KINDS, searchable

_TEXTS = tuple(f"sections__{field.name}" for field in Told._meta.get_fields() if field.name != "answer")
_FILES_OF = ("assignment", "meeting", "opinion", "paper", "plandraft", "progress", "receipt", "report")
searchable(Document, "name", only=Q(subject_kind__in=_FILES_OF))  # evidence, millions of it, is found by its case
for _model, _fields in (
    (Plan, ("title", "document_no")),
    (Goal, ("title",)),
    (Duty, ("goal__title", "title", "organisation__name", "organisation__short_name")),
    (Assignment, ("title", "source", "source_no")),
    (Report, ("organisation__name", "organisation__short_name", "cycle__period", *_TEXTS)),
    (Paper, ("title", "number")),
    (FollowUp, ("organisation__name", "organisation__short_name", "plan__title")),
    (Organisation, ("name", "short_name", "aliases__name")),
    (User, ("name",)),
):
    if _model not in KINDS:
        searchable(_model, *_fields)
