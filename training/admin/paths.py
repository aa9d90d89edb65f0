"""Learning paths with their steps and rules."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin
from starservice.web.formats import format_hours
from training.access import SEES_TRAINING, TRAINS
from training.forms.paths import LearningPathForm, PathRuleForm, PathStepForm, PathStepFormSet
from training.models import LearningPath, PathRule, PathStep
from training.queries.path_plans import plan_for
from training.services.path_building import locked_path, order_steps, plan_problems


class OfPath(admin.TabularInline):
    """Belongs to a path: who changes the path changes it."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role_everywhere(*TRAINS))  # type: ignore[union-attr]

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        # Room for all columns: no buttons to make and change what is chosen.
        field: Any = super().formfield_for_dbfield(db_field, request, **options)
        for action in ("add", "change", "delete", "view"):
            if field is not None and hasattr(field.widget, f"can_{action}_related"):
                setattr(field.widget, f"can_{action}_related", False)
        return field

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        # Whatever has a list of its own is searched in it.
        names = ("course", "manual", "exam", "position", "department")
        fields: list[Any] = [field for field in self.opts.fields if field.name in names]
        return [field.name for field in fields if self.admin_site.is_registered(field.related_model)]


class PathStepInline(OfPath):
    model = PathStep
    form, formset = PathStepForm, PathStepFormSet
    fields = ["order", "comes_after", "is_required", "course", "exam", "manual"]
    extra = 1

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        # The form knows what comes before a step; who only looks has no form.
        fields = list(super().get_fields(request, obj))
        if self.has_change_permission(request, obj):
            return fields
        return [{"comes_after": "steps_before"}.get(str(name), name) for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [] if self.has_change_permission(request, obj) else ["steps_before"]

    @admin.display(description=gettext_lazy("comes after"))
    def steps_before(self, step: PathStep) -> str:
        return ", ".join(str(before) for before in step.after.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[PathStep]:
        rows = super().get_queryset(request).select_related("course", "manual", "exam")
        return rows.prefetch_related("after").order_by("order", "pk")


class PathRuleInline(OfPath):
    model = PathRule
    form = PathRuleForm
    fields = ["cause", "position", "department", "exam", "dimension", "below", "days", "is_active"]
    verbose_name_plural = gettext_lazy(
        "Rules: who is put on the path. A rule in use looks every quarter of an hour for staff hired, or in a new position,"
        " within the last 30 days; for failed exams at once; for low dimensions when a month is published"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PathRule]:
        return super().get_queryset(request).select_related("position", "department", "exam")


@admin.register(LearningPath)
class LearningPathAdmin(AuditedAdmin):
    """Paths are the company's: who trains a part of it only looks at them."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    form = LearningPathForm
    inlines = [PathStepInline, PathRuleInline]
    trail_belongings = ((PathStep, "path"), (PathRule, "path"))
    change_form_template = "admin/training/learningpath/change_form.html"
    list_display = ["__str__", "code", "kind", "steps_number", "on_it", "hours", "needs_mentor", "is_active"]
    list_filter = ["kind", "is_active", "needs_mentor"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["positions"]
    empty_text = gettext_lazy("Add a path: the courses, manuals and exams of a position in their order.")
    fieldsets = [
        (None, {"fields": ["title", "code", "summary", "kind", "positions", "is_active"]}),
        (
            gettext_lazy("Hours asked for"),
            {
                "fields": [
                    "online_minutes",
                    "simulation_minutes",
                    ("product_share", "etiquette_share", "systems_share", "emergencies_share"),
                ],
                "description": gettext_lazy(
                    "The required courses of a path in use add up to these minutes (30 hours are 1800), and the shares of the"
                    " online hours lie within five points; all 0: any content."
                ),
            },
        ),
        (gettext_lazy("For those on it"), {"fields": ["days", "needs_mentor", "counts_earlier"]}),
    ]

    def _may_change(self, request: HttpRequest) -> bool:
        return bool(request.user.has_role_everywhere(*self.change_roles))  # type: ignore[union-attr]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        running = Q(assignments__completed_at=None, assignments__cancelled_at=None)
        return (
            super()
            .get_queryset(request)
            .annotate(
                steps_count=Count("steps", distinct=True),
                running=Count("assignments", filter=running, distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("steps"), ordering="steps_count")
    def steps_number(self, path: Any) -> int:
        return path.steps_count

    @admin.display(description=gettext_lazy("on it now"), ordering="running")
    def on_it(self, path: Any) -> int:
        return path.running

    @admin.display(description=gettext_lazy("hours asked for"))
    def hours(self, path: LearningPath) -> str:
        return format_hours(path.online_minutes + path.simulation_minutes)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        # A path is put in use once its courses are there.
        return {"is_active": False, **super().get_changeform_initial_data(request)}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        path = super().get_object(request, object_id, from_field)
        if path and request.method == "POST":
            locked_path(path.pk)
        return path

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actor: Any = request.user
        for formset in formsets:
            if isinstance(formset, PathStepFormSet):
                after = formset.after_by_step()
                order_steps(path=form.instance, after=after, by=actor, at=timezone.now())

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if object_id and request.method == "GET":
            plan = plan_for(self.found(request, object_id))
            context |= {"plan": plan, "problems": plan_problems(plan)}
        return super().changeform_view(request, object_id, form_url, context)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who was on it keeps it: a path is taken out of use."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.assignments.exists())
