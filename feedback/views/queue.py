"""The agent's queue: what is due next on top, refreshed without being asked."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from feedback.access import works_the_queue
from feedback.forms.queue import QueueFilterForm
from feedback.queries import queue as queries
from feedback.queries.queue import Viewer
from starservice.web.paginators import CappedPaginator

PER_PAGE = 25
MOST_PAGED = 1000
LABELS = {
    queries.MINE: _("Mine"),
    queries.UNASSIGNED: _("Unassigned"),
    queries.TEAM: _("My team"),
    queries.WAITING: _("Waiting"),
    queries.DONE: _("Done today"),
}


class QueuePaginator(CappedPaginator):
    """Whoever has a thousand requests before them filters."""

    most = MOST_PAGED


def for_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in whose business the queue is; for everybody else there is no such page."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not works_the_queue(request.user):
            raise Http404
        return view(request)

    return guarded


@for_the_desk
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show a part of the queue; asked again with the version shown, answer with what changed or with nothing (204)."""
    now = timezone.now()
    viewer = queries.viewer_of(request.user, timezone.localdate(now))
    form = QueueFilterForm(request.GET)
    if (found := _typed_number(request, viewer, form)) is not None:
        return redirect("feedback:request", found)
    context = _context(request, viewer, form, now)
    if not request.headers.get("HX-Request"):
        return render(request, "feedback/queue.html", context)
    if request.GET.get("seen") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "feedback/_queue_body.html", context)


def _typed_number(request: HttpRequest, viewer: Viewer, form: QueueFilterForm) -> int | None:
    """The request whose number was typed: one goes there at once, whichever tab it would be in."""
    if request.headers.get("HX-Request") or "q" not in request.GET:
        return None
    found = queries.numbered(viewer, form.wish().words)
    return found.pk if found else None


def _context(request: HttpRequest, viewer: Viewer, form: QueueFilterForm, now: datetime) -> dict[str, Any]:
    tab = request.GET.get("tab", "")
    tab = tab if tab in viewer.tabs else viewer.first_tab
    wish, counts = form.wish(), queries.counts_of(viewer)
    rows = queries.with_facts(queries.queue_of(viewer, tab, wish))
    page: Page[Any] = QueuePaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    drawn = queries.queue_rows(page, now)
    return {
        "viewer": viewer,
        "tab": tab,
        "tabs": [(code, _label(viewer, code), _count(counts[code])) for code in viewer.tabs],
        "form": form,
        "is_filtered": bool(wish.words or wish.tier or wish.category),
        "page": page,
        "rows": drawn,
        "now": now,
        "version": _version(drawn, counts, page),
    }


def _label(viewer: Viewer, tab: str) -> Any:
    return _("All") if tab == queries.TEAM and viewer.has_duty else LABELS[tab]


def _count(count: int) -> str:
    return f"{queries.COUNTED_TO - 1}+" if count >= queries.COUNTED_TO else str(count)


def _version(rows: list[queries.QueueRow], counts: Any, page: Page[Any]) -> str:
    seen = ([row.version for row in rows], sorted(counts.items()), page.number, page.paginator.num_pages)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
