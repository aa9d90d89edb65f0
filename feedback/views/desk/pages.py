"""A request on its page: shown, kept fresh with who else is there, its earlier entries, its files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from feedback.models import ServiceRequest
from feedback.queries.desk import EARLIER_SHOWN, desk_of, newest_entries
from feedback.services.presence import leave, note_presence
from feedback.views.desk.doors import drawn, for_readers, page_context


@for_readers
@require_GET
def show(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Show the request to work on."""
    now = timezone.now()
    desk = desk_of(one, request.user, now)
    if desk.may_work:
        note_presence(request=one, by=request.user, at=now)
    return render(request, "feedback/request.html", page_context(request, desk))


@for_readers
@require_POST
def pulse(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Note that somebody looks or writes; answer with what changed since the version shown, or with nothing (204)."""
    now = timezone.now()
    desk = desk_of(one, request.user, now)
    if request.POST.get("leaving"):
        leave(request=one, by=request.user)
        return HttpResponse(status=204)
    if desk.may_work:
        note_presence(request=one, by=request.user, at=now, is_writing=request.POST.get("writing") == "1")
    if request.POST.get("seen") == desk.version:
        return HttpResponse(status=204)
    return drawn(request, one.pk)


@for_readers
@require_GET
def earlier(request: HttpRequest, one: ServiceRequest, before: int) -> HttpResponse:
    """Show entries before one that is shown."""
    entries = newest_entries(one, before)
    context = {"one": one, "entries": entries, "has_earlier": len(entries) == EARLIER_SHOWN}
    return render(request, "feedback/_request_entries.html", context)


@for_readers
@require_GET
def attachment(request: HttpRequest, one: ServiceRequest, file: int) -> HttpResponseBase:
    """Hand out a file that came with a request, as a download whatever it claims to be."""
    found = one.attachments.filter(pk=file).first()
    if found is None:
        raise Http404
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
