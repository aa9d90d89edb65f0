"""Plan classroom sessions and simulations, and see what they cost."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin, posted
from starservice.web.downloads import table_response
from starservice.web.formats import format_money
from training.access import SEES_TRAINING, TRAINS
from training.forms.sessions import CancelForm, CostsForm, PlanForm
from training.models import CourseSession, SessionPlace
from training.queries.sessions import SessionCosts, session_costs, with_counts
from training.services import sessions

COSTS = ["cost", "cost_note"]
OUTCOME = ["state", "cancelled_reason", "head_count", "closed_at"]
A_WEEK = timedelta(days=7)


class WhenFilter(admin.SimpleListFilter):
    title = gettext_lazy("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [
            ("coming", _("coming")),
            ("week", _("within seven days")),
            ("confirm", _("over, attendance not confirmed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now, planned = timezone.now(), queryset.filter(state=CourseSession.State.PLANNED)
        asked = {
            "coming": planned.filter(starts_at__gt=now).order_by("starts_at"),
            "week": planned.filter(starts_at__range=(now, now + A_WEEK)).order_by("starts_at"),
            "confirm": planned.filter(ends_at__lte=now),
        }
        return asked.get(self.value() or "", queryset)


class PlaceInline(admin.TabularInline):
    """Who is in it; places are given and taken on the session's attendance page."""

    model = SessionPlace
    fields = ["seat", "staff", "state", "signed_in_at", "signed_in_by", "presence", "note"]
    ordering = ["seat", "booked_at"]
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("staff")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CourseSession)
class CourseSessionAdmin(AuditedAdmin):
    view_roles, change_roles = SEES_TRAINING, TRAINS
    form = PlanForm
    change_form_template = "admin/training/coursesession/change_form.html"
    change_list_template = "admin/training/coursesession/change_list.html"
    list_display = ["day", "course", "given_by", "seats_taken", "costs", "state"]
    list_display_links = ["day", "course"]
    list_filter = [WhenFilter, "state", "course__delivery", ("course", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["course", "lecturer"]
    search_fields = ["course__code", "course__title", "place", "lecturer__name", "outside_lecturer"]
    date_hierarchy = "starts_at"
    autocomplete_fields = ["lecturer"]
    trail_belongings = ((SessionPlace, "session"),)
    export_also = ("place", "ends_at", "cost_note", "head_count", "cancelled_reason")
    empty_text = gettext_lazy(
        "Plan the first one: a course given in a classroom or as a simulation, on a date."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_counts(super().get_queryset(request))

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def day(self, session: CourseSession) -> str:
        begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        # Two lines in a narrow column: the day, and the hours.
        hours = f"{time_format(begins, 'H:i')}\u2060–\u2060{time_format(ends, 'H:i')}"
        return f"{date_format(begins, 'D')}\u00a0{date_format(begins, 'SHORT_DATE_FORMAT')} {hours}"

    @admin.display(description=gettext_lazy("lecturer"), ordering="lecturer__name")
    def given_by(self, session: CourseSession) -> str:
        return session.lecturer.name if session.lecturer else session.outside_lecturer or "–"

    @admin.display(description=gettext_lazy("seats"), ordering="taken")
    def seats_taken(self, session: Any) -> str:
        counts = {"taken": session.taken, "seats": session.seats, "waiting": session.waiting}
        if session.waiting:
            return _("%(taken)s of %(seats)s, %(waiting)s waiting") % counts
        return _("%(taken)s of %(seats)s") % counts

    @admin.display(description=gettext_lazy("cost"), ordering="cost")
    def costs(self, session: CourseSession) -> str:
        return format_money(session.cost) if session.cost else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A session is cancelled, and those booked are told."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.by = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*PlanForm.Meta.fields, *(OUTCOME if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return []
        is_planned = obj.state == CourseSession.State.PLANNED
        stays = [] if is_planned else [name for name in PlanForm.Meta.fields if name not in COSTS]
        return [*stays, *OUTCOME]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [PlaceInline] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A copy of another session a week later, where the address asks for one."""
        number = request.GET.get("copy", "")
        asked = number.isascii() and number.isdecimal() and len(number) < 19
        copied = self.get_queryset(request).filter(pk=number).first() if asked else None
        if copied is None:
            return super().get_changeform_initial_data(request)
        facts = {name: getattr(copied, name) for name in PlanForm.Meta.fields}
        facts |= {"starts_at": copied.starts_at + A_WEEK, "ends_at": copied.ends_at + A_WEEK}
        return facts

    def save_model(self, request: HttpRequest, obj: CourseSession, form: Any, change: bool) -> None:
        obj.pk = form.kept.pk
        obj._state.adding = False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        session: Any = options.get("obj")
        is_planned = session is not None and session.state == CourseSession.State.PLANNED
        context |= {"may_write": self._may_change(request), "is_planned": is_planned}
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"training_coursesession_{name}")

        return [
            door("costs/", self.costs_view, "costs"),
            door("costs/<str:kind>/", self.costs_sheet, "costs_sheet"),
            door("<path:object_id>/cancel/", self.cancel_view, "cancel"),
            *super().get_urls(),
        ]

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, and call the session off."""
        session, by = self.found(request, object_id), request.user
        if not self._may_change(request):
            raise PermissionDenied
        form = CancelForm(posted(request))

        def answer(cleaned: dict[str, Any]) -> str:
            actor: Any = by
            sessions.cancel(session=session, **cleaned, by=actor, at=timezone.now())
            return _("The session is cancelled, and everybody booked is told.")

        title = _("Cancel %(session)s") % {"session": session}
        return self.ask(request, session, form, title, answer, submit=_("Cancel the session"))

    def costs_view(self, request: HttpRequest) -> HttpResponse:
        """What sessions cost, for the budget: by month, course and department, and one by one."""
        first, last, form = self._span(request)
        costs = session_costs(first, last)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Costs of sessions"),
            "form": form,
            "media": self.media + form.media,
            "costs": costs,
            "months": sorted(costs.by_month.items()),
            "courses": _largest_first(costs.by_course),
            "departments": _largest_first(costs.by_department),
        }
        return TemplateResponse(request, "admin/training/coursesession/costs.html", context)

    def costs_sheet(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The same as a file: a row for each session and department, so that a pivot table adds up."""
        first, last, _form = self._span(request)
        costs = session_costs(first, last)
        headings = [_("Day"), _("Course"), _("Place"), _("State"), _("People"), _("What for")]
        headings += [_("Department"), _("Share of the cost")]
        return table_response(
            kind=kind, name=_("Costs of sessions"), headings=headings, rows=_sheet_rows(costs)
        )

    def _span(self, request: HttpRequest) -> tuple[date, date, CostsForm]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        year = {"first": today.replace(month=1, day=1), "last": today.replace(month=12, day=31)}
        form = CostsForm(request.GET if "first" in request.GET else None, initial=year)
        said = form.cleaned_data if form.is_valid() else year
        return said["first"], said["last"], form


def _largest_first(amounts: Mapping[Any, Decimal]) -> list[tuple[Any, Decimal]]:
    return sorted(amounts.items(), key=lambda item: (-item[1], str(item[0])))


def _sheet_rows(costs: SessionCosts) -> list[list[Any]]:
    return [
        [
            row.day,
            str(row.session.course),
            row.session.place,
            row.session.get_state_display(),
            row.heads,
            row.session.cost_note,
            department.name if department else "",
            amount,
        ]
        for row in costs.rows
        for department, amount in row.shares.items()
    ]
