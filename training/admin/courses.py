"""Courses and their units in the admin: written, filled with files, put in use."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin
from starservice.web.body_limit import is_too_large, takes_files
from training.access import SEES_TRAINING, TRAINS
from training.admin.wording import FewLines
from training.errors import CourseUnready
from training.forms.course_admin import UnitForm
from training.models import Course, CourseUnit, Enrolment
from training.services.course_files import most_bytes
from training.services.courses import publish_course, withdraw_course


class ManyLines(Textarea):
    """A box for a text of a page or two."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, **(attrs or {})})


class TrainingAdmin(AuditedAdmin):
    """What trainers write and those who watch over training read; `boxes` are widgets of longer texts."""

    view_roles: tuple[str, ...] = SEES_TRAINING
    change_roles: tuple[str, ...] = TRAINS
    boxes: dict[str, Any] = {}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if box := self.boxes.get(db_field.name):
            options["widget"] = box
        return super().formfield_for_dbfield(db_field, request, **options)


@admin.register(Course)
class CourseAdmin(TrainingAdmin):
    """Courses; a new one is out of use until it has something to learn."""

    change_form_template = "admin/training/course/change_form.html"
    list_display = ["code", "title", "content", "delivery", "minutes", "units", "is_open", "is_active"]
    list_display_links = ["code", "title"]
    list_filter = ["is_active", "delivery", "content", "is_open"]
    search_fields = ["code", "title", "summary"]
    boxes = {"summary": FewLines}
    fields = ["code", "title", "summary", "content", "delivery", "minutes", "is_open"]
    trail_belongings = ((CourseUnit, "course"),)
    empty_text = gettext_lazy("Add a course, give it units, then put it in use.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(unit_count=Count("units"))

    @admin.display(description=gettext_lazy("units"), ordering="unit_count")
    def units(self, course: Any) -> int:
        return int(course.unit_count)

    def save_model(self, request: HttpRequest, obj: Course, form: Any, change: bool) -> None:
        if not change:
            obj.is_active = False
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Course, post_url_continue: str | None = None) -> Any:
        # A new course goes on with its units.
        messages.success(request, _("The course is saved. Add its units, then put it in use."))
        return HttpResponseRedirect(self.address_of(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What somebody was on is taken out of use instead."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and Enrolment.objects.filter(course=obj).exists())

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        units = CourseUnit.objects.filter(course=object_id).order_by("order", "pk") if object_id else []
        more = {"units": units, "may_write": self.has_change_permission(request), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, more)

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"training_course_{name}")

        return [
            door("<path:object_id>/publish/", self.publish_view, "publish"),
            door("<path:object_id>/withdraw/", self.withdraw_view, "withdraw"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put a course in use, or say what it lacks."""
        return self._switch(request, object_id, publish_course, _("The course is in use now."))

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a course out of use."""
        said = _("The course is out of use. Who is on it can finish it.")
        return self._switch(request, object_id, withdraw_course, said)

    def _switch(self, request: HttpRequest, object_id: str, service: Any, said: str) -> HttpResponse:
        course = self.found(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                service(course=course, by=request.user, at=timezone.now())
                messages.success(request, said)
            except CourseUnready as refused:
                messages.error(request, refused.message)
        return HttpResponseRedirect(self.address_of(course))


@admin.register(CourseUnit)
class CourseUnitAdmin(TrainingAdmin):
    """One unit; reached from its course."""

    form = UnitForm
    boxes = {"text": ManyLines}
    list_display = ["title", "course", "kind", "order", "minutes"]
    list_select_related = ["course"]
    list_filter = ["kind"]
    search_fields = ["title", "course__title", "course__code"]
    autocomplete_fields = ["course", "case"]
    fieldsets = [
        (None, {"fields": ["course", "order", "kind", "title", "minutes"]}),
        (
            gettext_lazy("Content"),
            {
                "fields": ["text", "address", "case"],
                "description": gettext_lazy(
                    "An empty line parts paragraphs, # begins a heading, - an item of a list, 1. a numbered one."
                ),
            },
        ),
        (
            gettext_lazy("Video or PDF"),
            {
                "fields": ["watch_percent", "seconds", "file"],
                "description": gettext_lazy("Videos as MP4 or WebM; most say themselves how long they are."),
            },
        ),
    ]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Units are no line of the navigation."""
        return {}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.is_too_large = is_too_large(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        course = str(initial.get("course", ""))
        if course.isdecimal():
            initial["order"] = CourseUnit.objects.filter(course=int(course)).count() + 1
        return initial

    def get_urls(self) -> list[URLPattern]:
        """A form with a file may weigh what a video weighs."""
        urls = super().get_urls()
        for url in urls:
            if url.name in ("training_courseunit_add", "training_courseunit_change"):
                takes_files(most_bytes)(url.callback)
        return urls

    def save_model(self, request: HttpRequest, obj: CourseUnit, form: Any, change: bool) -> None:
        """A file that was replaced goes once the new one is stored."""
        before = CourseUnit.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        old = before.file.name if before else ""
        if before and old and old != obj.file.name:
            storage, gone = before.file.storage, old
            transaction.on_commit(lambda: storage.delete(gone))

    def response_post_save_add(self, request: HttpRequest, obj: CourseUnit) -> HttpResponseRedirect:
        return self._to_course(obj)

    def response_post_save_change(self, request: HttpRequest, obj: CourseUnit) -> HttpResponseRedirect:
        return self._to_course(obj)

    def _to_course(self, unit: CourseUnit) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:training_course_change", args=[unit.course_id]))
