"""Sessions as members of staff see them: coming ones to choose from, my places, one session."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from starservice.lib.refusals import Refusal
from training.access import staff_of, trains
from training.calendar_file import Appointment, calendar_text
from training.forms.sessions import FindSessionsForm
from training.models import CourseSession, SessionPlace
from training.queries import sessions as queries
from training.queries.assessing import assesses
from training.services import sessions
from training.views.portal import for_staff

PER_PAGE = 20
PAST_SHOWN = 20


@for_staff
def sessions_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """My coming places, and the sessions I can still choose."""
    now = timezone.now()
    form = FindSessionsForm(request.GET)
    found = _found(queries.sessions_open_to(staff, now), form)
    mine = queries.places_of(staff)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "places": mine.filter(session__ends_at__gt=now),
        "past": mine.filter(session__ends_at__lte=now).order_by("-session__starts_at")[:PAST_SHOWN],
        "gives": CourseSession.objects.filter(lecturer=staff).exists(),
    }
    return render(request, "training/sessions/list.html", context)


@login_required
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session, and what one can do about it."""
    one, now = seen_session(request, pk), timezone.now()
    staff = staff_of(request.user)
    place = one.places.filter(staff=staff).first() if staff else None
    holds = place is not None and place.state != SessionPlace.State.CANCELLED
    has_begun = now >= one.starts_at
    context = {
        "session": one,
        "place": place,
        "holds": holds,
        "ahead": queries.waiting_before(place) if place and place.state == "waiting" else 0,
        "may_book": staff is not None and not holds and _may_book(one, staff, has_begun),
        "may_leave": holds and not has_begun and one.state == CourseSession.State.PLANNED,
        "leads": queries.gives(request.user, one) or trains(request.user),
        "now": now,
        "exams": queries.exams_beside(one) if one.course.delivery == "simulation" else [],
        "may_assess": staff is not None and assesses(request.user),
    }
    return render(request, "training/sessions/one.html", context)


@require_POST
@for_staff
def book(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Take a seat, or a place on the waiting list."""
    one, actor = seen_session(request, pk), request.user
    by: Any = actor
    try:
        place = sessions.book(session=one, staff=staff, by=by, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("training:session", pk)
    if place.seat:
        messages.success(request, _("You have seat %(seat)s.") % {"seat": place.seat})
    else:
        messages.warning(
            request, _("All seats are taken. You are on the waiting list and are told when one is free.")
        )
    return redirect("training:session", pk)


@require_POST
@for_staff
def leave(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Give one's place up."""
    one = seen_session(request, pk)
    by: Any = request.user
    try:
        sessions.cancel_booking(session=one, staff=staff, by=by, at=timezone.now())
        messages.success(request, _("Your place is free for somebody else now."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("training:session", pk)


@login_required
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The session for one's calendar."""
    one = seen_session(request, pk)
    host = settings.PUBLIC_URL.partition("//")[2].partition("/")[0]
    appointment = Appointment(
        uid=f"session-{one.pk}@{host}",
        title=str(one.course),
        place=one.place,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        description=str(one.course.summary),
        address=settings.PUBLIC_URL + reverse("training:session", args=[one.pk]),
        is_cancelled=one.state == CourseSession.State.CANCELLED,
    )
    text = calendar_text(appointment, made_at=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{one.course.code}.ics")
    return answer


def seen_session(request: HttpRequest, pk: int) -> CourseSession:
    """The session with its counts, or 404 where it is not there or not for this user."""
    visible = queries.sessions_seen_by(request.user, staff_of(request.user))
    found = queries.with_counts(CourseSession.objects.filter(pk__in=visible.filter(pk=pk).values("pk")))
    one = found.select_related("course", "lecturer").first()
    if one is None:
        raise Http404
    return one


def _may_book(one: CourseSession, staff: Staff, has_begun: bool) -> bool:
    if has_begun or one.state != CourseSession.State.PLANNED or one.lecturer_id == staff.pk:
        return False
    return sessions.may_choose(one, staff)


def _found(listed: QuerySet[CourseSession], form: FindSessionsForm) -> QuerySet[CourseSession]:
    if not form.is_valid():
        return listed
    words, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
    if words:
        listed = listed.filter(
            Q(course__title__icontains=words) | Q(course__code__icontains=words) | Q(place__icontains=words)
        )
    if kind:
        listed = listed.filter(course__delivery=kind)
    return queries.with_free_seats(listed) if form.cleaned_data["free"] else listed
