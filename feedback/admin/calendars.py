"""Working calendars: hours of the week, exceptions, and what an edit does to open requests."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.access import SEES_SERVICE
from feedback.admin.calendar_pages import shown_hours
from feedback.admin.missing_days import notices
from feedback.forms.calendar import HOURS_FIELDS, CalendarForm, ExceptionForm
from feedback.models import Calendar, CalendarException, Weekday, WorkingShift
from feedback.queries.calendars import is_in_use, last_recount, open_milestones
from feedback.services.calendars import ask_recount, set_own_hours, set_week
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.lib.working_time import Shift
from starservice.web.admin_nav import RULES


class ExceptionInline(admin.StackedInline):
    """Days on which this calendar is closed, or open with other hours."""

    model = CalendarException
    form = ExceptionForm
    extra = 0
    verbose_name_plural = gettext_lazy("Exceptions: days that are not as every week")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        hours = "hours" if self.has_change_permission(request, obj) else "own_hours"
        return [("day", "is_open"), (hours, "like_weekday"), "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if self.has_change_permission(request, obj) else ["own_hours"]

    @admin.display(description=gettext_lazy("hours"))
    def own_hours(self, exception: CalendarException) -> str:
        rows = exception.shifts.all()
        return shown_hours(Shift(row.starts_at, row.ends_at) for row in rows) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("shifts")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(Role.OFFICE))  # type: ignore[union-attr]

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Calendar)
class CalendarAdmin(AuditedAdmin):
    """The office keeps calendars; who works by them may look."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    managers_view = True
    nav_group = RULES
    form = CalendarForm
    inlines = [ExceptionInline]
    trail_belongings = ((WorkingShift, "calendar"), (CalendarException, "calendar"))
    change_form_template = "admin/feedback/calendar/change_form.html"
    change_list_template = "admin/feedback/calendar/change_list.html"
    actions = None  # deleting from the list would gather every milestone of the calendars first
    list_display = ["__str__", "code", "hours", "zone", "region", "year"]
    search_fields = ["code", "name"]
    empty_text = gettext_lazy("Add the hours your service works; tiers count their promises by them.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("shifts")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["name", "code", "zone", "region", "hours"]})]
        words = _(
            "Several shifts on a day with a comma between: 09:00-12:00, 13:00-18:00. A shift may run over midnight,"
            " as 22:00-06:00; the whole day is 00:00-24:00. An empty line is a closed day."
        )
        return [
            (None, {"fields": ["name", "code", "zone", "region"]}),
            (_("Hours of the week"), {"fields": HOURS_FIELDS, "description": words}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if self.has_change_permission(request, obj) else ["hours"]

    @admin.display(description=gettext_lazy("hours of the week"))
    def hours(self, calendar: Calendar) -> str:
        days: dict[int, list[Shift]] = {}
        for row in calendar.shifts.all():
            days.setdefault(row.weekday, []).append(Shift(row.starts_at, row.ends_at))
        return hours_in_words(days)

    @admin.display(description=gettext_lazy("year"))
    def year(self, calendar: Calendar) -> SafeString:
        address = reverse("admin:feedback_calendar_year", args=[calendar.pk])
        return format_html('<a href="{}">{}</a>', address, _("Year view"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A calendar in use is not deleted: its due moments could not be counted any more."""
        return super().has_delete_permission(request, obj) and not (obj and is_in_use(obj.pk))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        set_week(calendar=form.instance, week=form.week)
        for formset in formsets:
            for one in formset.forms:
                if "hours" in one.changed_data and one not in formset.deleted_forms:
                    set_own_hours(exception=one.instance, shifts=one.cleaned_data["hours"])
        if change and (form.changes_time or any(formset.has_changed() for formset in formsets)):
            say_recount(request, ask_recount(calendar_ids=[form.instance.pk], at=timezone.now()))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        calendar = context.get("original")
        if calendar is not None:
            context["waiting"] = open_milestones([calendar.pk]).count()
            context["recount"] = last_recount(calendar.pk)
        return super().render_change_form(request, context, *args, **options)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        warnings = {"notices": notices(request.user, timezone.localdate())}
        return super().changelist_view(request, {**warnings, **(extra_context or {})})


def hours_in_words(days: dict[int, list[Shift]]) -> str:
    """The hours of a week on one line, days with the same hours together: Monday–Friday 09:00–18:00."""
    runs: list[tuple[list[int], str]] = []
    for weekday in sorted(days):
        hours = shown_hours(sorted(days[weekday]))
        if runs and runs[-1][1] == hours and runs[-1][0][-1] == weekday - 1:
            runs[-1][0].append(weekday)
        else:
            runs.append(([weekday], hours))
    return "; ".join(f"{_days_in_words(run)} {hours}" for run, hours in runs)


def _days_in_words(run: list[int]) -> str:
    first, last = Weekday(run[0]).label, Weekday(run[-1]).label
    return str(first) if first == last else f"{first}–{last}"


def say_recount(request: HttpRequest, waiting: int) -> None:
    """Tell what an edit does to open requests."""
    if waiting:
        words = ngettext(
            "One open due moment is being counted anew.",
            "%(count)d open due moments are being counted anew.",
            waiting,
        )
        messages.info(request, words % {"count": waiting})
    else:
        messages.info(request, _("No open due moment depends on it."))
