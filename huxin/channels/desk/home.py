"""What has this enterprise to do, and what does huxin hold about it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.cases.reach import ANSWER
from huxin.cases.sessions import ahead
from huxin.channels.desk.firm import own_firms
from huxin.channels.parts import files
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.drafts import keep_draft
from huxin.documents.models import Document
from huxin.orgs.access import needs, visible
from huxin.registry.dossier import dossier
from huxin.work.todos import todos


@needs("desk.view")
def home(request: HttpRequest) -> HttpResponse:
    """What waits, by due day; then, firm by firm, what each package has to say of it."""
    calendar = calendar_of(request.actor)
    lines = [(todo, due(todo.due_on, request.at, calendar)) for todo in todos(request.actor, request.at)]
    firms = [(firm, dossier(firm, request.actor, request.at)) for firm in own_firms(request)]
    called = ahead(request.actor, at=request.at) if request.actor.can(ANSWER) else []
    context = {"lines": lines, "firms": firms, "sessions": called, "today": timezone.localdate(request.at)}
    return render(request, "desk/home.html", context)


@needs("desk.view")
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is typed in an open form; sent by the page itself."""
    return keep_draft(request, key)


@needs("document.view")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a paper that was served to the firm, or that the firm handed in."""
    return files.kept(get_object_or_404(visible(Document, request.actor), pk=pk), request)
