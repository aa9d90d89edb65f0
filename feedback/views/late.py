"""For supervisors: what is late now, what will be within the hour, and with whom it lies; kept fresh."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feedback.queries import late as queries
from feedback.queries.queue import Viewer, queue_rows, viewer_of, with_facts
from feedback.views.queue import QueuePaginator

PER_PAGE = 50


def for_supervisors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who answers for others' requests, by a duty, as supervisor or head; for others there is no such page."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request.user, timezone.localdate())
        if not (viewer.has_duty or viewer.has_team):
            raise Http404
        return view(request, viewer=viewer)

    return guarded


@for_supervisors
@require_safe
def late(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show what presses; asked by htmx, only the part that changes."""
    now = timezone.now()
    pressing = queries.pressing(viewer, now)
    loads = queries.loads_of(pressing, now)
    agent = request.GET.get("agent", "")
    page = QueuePaginator(with_facts(queries.of_agent(pressing, agent)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "viewer": viewer,
        "now": now,
        "loads": loads,
        "late": sum(load.late for load in loads),
        "soon": sum(load.soon for load in loads),
        "agent": agent,
        "page": page,
        "rows": queue_rows(page, now),
    }
    live = request.headers.get("HX-Request")
    return render(request, f"feedback/{'_late_body' if live else 'late'}.html", context)
