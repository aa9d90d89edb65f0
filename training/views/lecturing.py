"""The lecturer's pages: my sessions, who is in them, and who was there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from starservice.lib.refusals import Refusal
from training.access import staff_trained, trains
from training.errors import NotInvited
from training.forms.sessions import AttendanceForm, BookOtherForm, ByHandForm, CorrectionForm, StrikeOutForm
from training.models import CourseSession, SessionPlace
from training.queries import sessions as queries
from training.services import sessions
from training.views.portal import for_staff

PER_PAGE = 20
View = Callable[..., HttpResponse]


def for_lecturer(view: View) -> View:
    """Give the view `request, session` of a session the user gives or trains for; 404 for all others."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **options: Any) -> HttpResponse:
        rows = CourseSession.objects.select_related("course", "lecturer")
        one = get_object_or_404(queries.with_counts(rows), pk=pk)
        if not (queries.gives(request.user, one) or trains(request.user)):
            raise Http404
        return view(request, one, *args, **options)

    return guarded


@for_staff
def lectures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The sessions one gives, the latest first."""
    page = Paginator(queries.sessions_given_by(staff), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/sessions/lectures.html", {"page": page, "now": timezone.now()})


@for_lecturer
def attendance(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """Who has a place, who came; confirm it once the session has begun."""
    room, now = queries.room_of(session), timezone.now()
    seats = [place for place in room if place.state == SessionPlace.State.SEAT]
    said = {place.staff_id: sessions.presence_by_sign_in(session, place) for place in seats}
    form = AttendanceForm(request.POST or None, seats=seats, said=said)
    if request.method == "POST" and form.is_valid() and _confirmed(request, session, form):
        return redirect("training:session_attendance", session.pk)
    context = {
        "session": session,
        "room": room,
        "rows": form.rows(),
        "form": form,
        "waiting": [place for place in room if place.state == SessionPlace.State.WAITING],
        "given_on": [place for place in room if place.state == SessionPlace.State.CANCELLED],
        "has_begun": now >= session.starts_at,
        "may_sign": now >= session.starts_at - sessions.EARLIEST,
        "is_over": session.state != CourseSession.State.PLANNED,
        "book_form": BookOtherForm(auto_id="book-%s"),
        "by_hand_form": ByHandForm(auto_id="by-hand-%s"),
    }
    return render(request, "training/sessions/attendance.html", context, status=422 if form.errors else 200)


@for_lecturer
def add(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """Book somebody else."""
    by: Any = request.user

    def act(cleaned: dict[str, Any]) -> str:
        _refuse_out_of_reach(request, session, cleaned["staff"])
        place = sessions.book(session=session, staff=cleaned["staff"], by=by, at=timezone.now())
        text = _("%(name)s has seat %(seat)s.") if place.seat else _("%(name)s is on the waiting list.")
        return text % {"name": cleaned["staff"].name, "seat": place.seat}

    return _ask(request, session, BookOtherForm(request.POST or None), _("Book somebody"), _("Book"), act)


@for_lecturer
def by_hand(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """Sign in somebody who is in the room and cannot scan."""
    by: Any = request.user

    def act(cleaned: dict[str, Any]) -> str:
        _refuse_out_of_reach(request, session, cleaned["staff"])
        sessions.sign_in_by_hand(session=session, **cleaned, by=by, at=timezone.now())
        return _("%(name)s is signed in.") % {"name": cleaned["staff"].name}

    wanted = session.places.filter(staff=_number(request.GET.get("staff"))).select_related("staff").first()
    form = ByHandForm(request.POST or None, initial={"staff": wanted.staff} if wanted else None)
    return _ask(request, session, form, _("Sign somebody in by hand"), _("Sign in"), act)


@for_lecturer
def strike_out(request: HttpRequest, session: CourseSession, place: int) -> HttpResponse:
    """Undo the sign-in of somebody who is not in the room."""
    found, by = _place(session, place), _actor(request)

    def act(cleaned: dict[str, Any]) -> str:
        sessions.strike_out(session=session, staff=found.staff, **cleaned, by=by, at=timezone.now())
        return _("%(name)s is not signed in any more.") % {"name": found.staff.name}

    title = _("Strike out %(name)s") % {"name": found.staff.name}
    return _ask(request, session, StrikeOutForm(request.POST or None), title, _("Strike out"), act)


@for_lecturer
def correct(request: HttpRequest, session: CourseSession, place: int) -> HttpResponse:
    """Correct a confirmed presence, with the reason."""
    found, by = _place(session, place), _actor(request)

    def act(cleaned: dict[str, Any]) -> str:
        sessions.correct_presence(place=found, **cleaned, by=by, at=timezone.now())
        return _("The attendance of %(name)s is corrected.") % {"name": found.staff.name}

    form = CorrectionForm(request.POST or None, initial={"presence": found.presence})
    title = _("Correct the attendance of %(name)s") % {"name": found.staff.name}
    return _ask(request, session, form, title, _("Correct"), act)


@require_POST
@for_lecturer
def take_off(request: HttpRequest, session: CourseSession, place: int) -> HttpResponse:
    """Cancel somebody's booking before the session; afterwards give the seat of who did not come on."""
    found, by, now = _place(session, place), _actor(request), timezone.now()
    try:
        if now < session.starts_at:
            sessions.cancel_booking(session=session, staff=found.staff, by=by, at=now)
            text = _("The booking of %(name)s is cancelled.")
        else:
            sessions.give_seat_on(place=found, by=by, at=now)
            text = _("%(name)s did not come; the seat is free.")
        messages.success(request, text % {"name": found.staff.name})
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("training:session_attendance", session.pk)


def _refuse_out_of_reach(request: HttpRequest, session: CourseSession, staff: Staff) -> None:
    """Trainers of some departments give places to their people only; a lecturer to whoever stands in the room."""
    if queries.gives(request.user, session) or staff_trained(request.user).filter(pk=staff.pk).exists():
        return
    raise NotInvited(_("%(name)s works in a department you do not train.") % {"name": staff.name}, "staff")


def _confirmed(request: HttpRequest, session: CourseSession, form: AttendanceForm) -> bool:
    try:
        sessions.confirm_attendance(
            session=session,
            presences=form.presences(),
            head_count=form.cleaned_data["head_count"],
            by=_actor(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("The attendance is confirmed, and those who came are credited."))
    return True


def _ask(
    request: HttpRequest,
    session: CourseSession,
    form: Form,
    title: str,
    action_label: str,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect("training:session_attendance", session.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"session": session, "form": form, "title": title, "action_label": action_label}
    return render(request, "training/sessions/ask.html", context, status=422 if form.errors else 200)


def _place(session: CourseSession, pk: int) -> SessionPlace:
    return get_object_or_404(session.places.select_related("staff", "session"), pk=pk)


def _actor(request: HttpRequest) -> Any:
    return request.user


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
