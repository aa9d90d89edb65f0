"""Courses in the portal: find one, begin it, go through its units."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from starservice.web.ranged import ranged_response
from training.access import sees_training, staff_of
from training.course_files import PDF, kind_by_name
from training.errors import LearningError
from training.forms.learning import CourseFilterForm, WatchedForm
from training.models import Course, CourseUnit, Enrolment
from training.queries.learning import (
    courses_for,
    found_courses,
    in_order_of_need,
    newest_round,
    unit_states,
    with_state,
)
from training.services.learning import begin_course, complete_unit, open_unit, save_progress
from training.views.portal import for_staff
from training.watching import percent_watched, read_ranges

PER_PAGE = 20


@for_staff
def course_list(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the courses one can begin or is on; what is due first comes first."""
    form = CourseFilterForm(request.GET)
    form.is_valid()
    courses = found_courses(with_state(courses_for(staff), staff), form.cleaned_data)
    page = Paginator(in_order_of_need(courses), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "today": timezone.localdate()}
    return render(request, "training/courses.html", context)


@for_staff
def course(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Show a course with its units and how far one is."""
    about = _course_of(staff, code)
    enrolment = newest_round(staff, about)
    units = unit_states(about, enrolment)
    context = {
        "course": about,
        "enrolment": enrolment,
        "units": units,
        "done": sum(unit.is_done for unit in units),
        "is_begun": any(unit.state == "now" for unit in units),
        "next": next((unit.unit for unit in units if not unit.is_done), None),
        "today": timezone.localdate(),
    }
    return render(request, "training/course.html", context)


@require_POST
@for_staff
def begin(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Begin an open course and go to its first unit."""
    about = _course_of(staff, code)
    try:
        begin_course(staff=staff, course=about, at=timezone.now())
    except LearningError as refused:
        messages.error(request, refused.message)
        return redirect("training:course", code)
    first = about.units.order_by("order", "pk").first()
    return redirect("training:unit", code, first.pk) if first else redirect("training:course", code)


@for_staff
def unit(request: HttpRequest, staff: Staff, code: str, pk: int) -> HttpResponse:
    """Show a unit to somebody on the course; who is not on it yet is sent to the course."""
    one = _unit_of(staff, code, pk)
    enrolment = newest_round(staff, one.course)
    if enrolment is None:
        return redirect("training:course", code)
    progress = open_unit(enrolment=enrolment, unit=one, at=timezone.now())
    units = unit_states(one.course, enrolment)
    place = next(number for number, each in enumerate(units) if each.unit.pk == one.pk)
    context = {
        "course": one.course,
        "unit": one,
        "enrolment": enrolment,
        "progress": progress,
        "percent": percent_watched(read_ranges(progress.watched), one.seconds or 0),
        "wordings": one.case.wordings.filter(is_active=True) if one.case else [],
        "place": place + 1,
        "all": len(units),
        "before": units[place - 1].unit if place else None,
        "after": units[place + 1].unit if place + 1 < len(units) else None,
    }
    return render(request, "training/unit.html", context)


@require_POST
@for_staff
def unit_read(request: HttpRequest, staff: Staff, code: str, pk: int) -> HttpResponse:
    """Complete a unit one has read, and go on to the next."""
    one = _unit_of(staff, code, pk)
    enrolment = _enrolment_of(staff, one.course)
    was_open = enrolment.completed_at is None
    try:
        complete_unit(enrolment=enrolment, unit=one, at=timezone.now())
    except LearningError as refused:
        messages.error(request, refused.message)
        return redirect("training:unit", code, pk)
    if was_open and enrolment.completed_at is not None:
        messages.success(request, _("The course is completed. Its minutes are credited to you."))
        return redirect("training:course", code)
    following = next((each.unit for each in unit_states(one.course, enrolment) if not each.is_done), None)
    return redirect("training:unit", code, following.pk) if following else redirect("training:course", code)


@require_POST
@for_staff
def unit_progress(request: HttpRequest, staff: Staff, code: str, pk: int) -> HttpResponse:
    """Keep what a player sends; it answers what counts by now."""
    one = _unit_of(staff, code, pk)
    form, at = WatchedForm(request.POST), timezone.now()
    if one.kind != CourseUnit.Kind.VIDEO or not form.is_valid():
        return JsonResponse({"error": "invalid"}, status=400)
    said: dict[str, Any] = form.cleaned_data
    try:
        progress = save_progress(
            enrolment=_enrolment_of(staff, one.course),
            unit=one,
            position=said["position"],
            watched=said["ranges"],
            at=at,
            seen_at=at - timedelta(seconds=said["age"] or 0),
        )
    except LearningError as refused:
        return JsonResponse({"error": refused.message}, status=409)
    percent = percent_watched(read_ranges(progress.watched), one.seconds or 0)
    return JsonResponse({"percent": percent, "done": progress.completed_at is not None})


def unit_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with a unit's file, in ranges, to who is or may be on the course and to who trains."""
    units = CourseUnit.objects.exclude(file="")
    if not sees_training(request.user):
        staff = staff_of(request.user)
        units = units.filter(course__in=courses_for(staff)) if staff else units.none()
    one = get_object_or_404(units, pk=pk)
    kind = kind_by_name(one.file.name or "")
    if kind is None or not one.file.storage.exists(one.file.name or ""):
        raise Http404
    answer = ranged_response(request, one.file, kind.content_type)
    way = "attachment" if "download" in request.GET else "inline"
    name = f"{slugify(str(one.title), allow_unicode=False) or 'unit'}.{kind.ending}"
    answer.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    answer.headers["Cache-Control"] = "private, max-age=3600" if kind is not PDF else "private, no-cache"
    return answer


def _course_of(staff: Staff, code: str) -> Course:
    return get_object_or_404(courses_for(staff), code=code)


def _unit_of(staff: Staff, code: str, pk: int) -> CourseUnit:
    units = CourseUnit.objects.filter(course__in=courses_for(staff), course__code=code)
    return get_object_or_404(units.select_related("course", "case"), pk=pk)


def _enrolment_of(staff: Staff, about: Course) -> Enrolment:
    found = newest_round(staff, about)
    if found is None:
        raise Http404
    return found
