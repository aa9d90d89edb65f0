"""Who is on which path: put there by hand, given more time or a mentor, or taken off."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.admin.pages import AuditedAdmin, posted
from starservice.lib.refusals import Refusal
from training.access import SEES_TRAINING, TRAINS, staff_led, staff_seen, staff_trained
from training.admin.path_filters import AssignmentStateFilter, PathFilter, StaffDepartmentFilter
from training.forms.path_assignments import AssignPathForm, CancelForm, ExtendForm, MentorForm
from training.models import LearningPath, PathAssignment
from training.queries.path_progress import progress_of
from training.services.paths import assign_by_hand, cancel_assignment, choose_mentor, extend_due


@admin.register(PathAssignment)
class PathAssignmentAdmin(AuditedAdmin):
    """Rows are changed by pages that ask why; nothing is edited in place."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    managers_view = True
    change_form_template = "admin/training/pathassignment/change_form.html"
    list_display = ["staff", "path", "cause", "mentor", "assigned_on", "due_on", "state"]
    list_select_related = ["staff", "path", "mentor"]
    list_filter = [AssignmentStateFilter, PathFilter, "cause", StaffDepartmentFilter]
    search_fields = ["staff__name", "staff__employee_no", "path__code"]
    ordering = ["due_on", "pk"]
    fields = ["staff", "path", "cause", "mentor", "assigned_at", "due_on", "completed_at", "cancelled_at"]
    readonly_fields = ["path_title"]
    export_also = ("completed_at", "cancelled_at", "cancelled_reason")
    empty_text = gettext_lazy("Put staff on a path by hand, or switch on a rule of a path.")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Managers may not open the path itself, so they get no link to it."""
        opens = self.admin_site.get_model_admin(LearningPath).has_view_permission(request)
        return [
            name if opens or name != "path" else "path_title" for name in super().get_fields(request, obj)
        ]

    @admin.display(description=gettext_lazy("learning path"))
    def path_title(self, row: PathAssignment) -> str:
        return str(row.path)

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if user.has_role_everywhere(*SEES_TRAINING):
            return queryset
        return queryset.filter(staff__in=staff_seen(user))

    @admin.display(description=gettext_lazy("assigned"), ordering="assigned_at")
    def assigned_on(self, row: PathAssignment) -> Any:
        return timezone.localdate(row.assigned_at)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: PathAssignment) -> str:
        if row.cancelled_at:
            return _("cancelled")
        if row.completed_at:
            return _("finished")
        return _("overdue") if row.due_on < timezone.localdate() else _("to finish")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        pages = {"mentor": self.mentor_view, "extend": self.extend_view, "cancel": self.cancel_view}
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"training_pathassignment_{name}",
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask whom to put on which path until when."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AssignPathForm(posted(request), reach=staff_trained(request.user))
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, self._assign(request, form.cleaned_data))
                return HttpResponseRedirect(reverse("admin:training_pathassignment_changelist"))
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Put staff on a path"),
            "back": reverse("admin:training_pathassignment_changelist"),
            "form": form,
            "media": self.media + form.media,
            "submit": _("Assign"),
        }
        return TemplateResponse(request, "admin/people/ask.html", context)

    def _assign(self, request: HttpRequest, cleaned: dict[str, Any]) -> str:
        actor: Any = request.user
        people = cleaned["people"]
        new = assign_by_hand(
            path=cleaned["path"],
            staff=people,
            due_on=cleaned["due_on"],
            mentor=cleaned["mentor"],
            by=actor,
            at=timezone.now(),
        )
        text = ngettext(
            "%(new)s member of staff is on the path now.",
            "%(new)s members of staff are on the path now.",
            new,
        )
        was = ngettext("%(old)s was on it before.", "%(old)s were on it before.", len(people) - new)
        words = [text] if new == len(people) else [text, was]
        return " ".join(words) % {"new": new, "old": len(people) - new}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.found(request, object_id)
        (progress,) = progress_of([row])
        today, is_open = timezone.localdate(), progress.is_open
        context = {
            "progress": progress,
            "states": [(state, state.on(today)) for state in progress.steps],
            "extended": row.data.get("extended", []),
            "may_write": is_open and self._trains(request, row),
            "may_choose_mentor": is_open and self._chooses_mentor(request, row),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def _trains(self, request: HttpRequest, row: PathAssignment) -> bool:
        return staff_trained(request.user).filter(pk=row.staff_id).exists()

    def _chooses_mentor(self, request: HttpRequest, row: PathAssignment) -> bool:
        led = staff_led(request.user, timezone.localdate())
        return self._trains(request, row) or led.filter(pk=row.staff_id).exists()

    def mentor_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask who is the mentor; the manager or a trainer says."""
        row = self._found_to(self._chooses_mentor, request, object_id)

        def answer(cleaned: dict[str, Any]) -> str:
            actor: Any = request.user
            done = choose_mentor(assignment=row, mentor=cleaned["mentor"], by=actor, at=timezone.now())
            return _("%(mentor)s is the mentor now.") % {"mentor": done.mentor}

        form = MentorForm(posted(request), initial={"mentor": row.mentor})
        title = _("Mentor of %(staff)s") % {"staff": row.staff}
        return self._asked(request, row, form, title, answer, _("Choose"))

    def extend_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for a later day, and why."""
        row = self._found_to(self._trains, request, object_id)

        def answer(cleaned: dict[str, Any]) -> str:
            actor: Any = request.user
            done = extend_due(assignment=row, **cleaned, by=actor, at=timezone.now())
            return _("It is due on %(day)s now.") % {"day": date_format(done.due_on, "SHORT_DATE_FORMAT")}

        form = ExtendForm(posted(request))
        title = _("More time for %(staff)s") % {"staff": row.staff}
        return self._asked(request, row, form, title, answer, _("Extend"))

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why somebody is taken off the path."""
        row = self._found_to(self._trains, request, object_id)

        def answer(cleaned: dict[str, Any]) -> str:
            actor: Any = request.user
            cancel_assignment(assignment=row, **cleaned, by=actor, at=timezone.now())
            return _("The path is cancelled for %(staff)s.") % {"staff": row.staff}

        title = _("Take %(staff)s off the path") % {"staff": row.staff}
        return self._asked(request, row, CancelForm(posted(request)), title, answer, _("Take off"))

    def _asked(
        self, request: HttpRequest, row: Any, form: Form, title: str, answer: Any, submit: str
    ) -> HttpResponse:
        return self.ask(request, row, form, title, answer, submit=submit)

    def _found_to(self, may: Any, request: HttpRequest, object_id: str) -> PathAssignment:
        row: PathAssignment = self.found(request, object_id)
        if not may(request, row):
            raise PermissionDenied
        return row
