"""The list of staff, and the pages that hire, move and let go."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import access, services
from people.admin.filters import DepartmentFilter, EmploymentFilter, ManagerFilter
from people.admin.pages import posted
from people.admin.stafflist import StaffListPages
from people.forms import HireForm, LeaveForm, MoveForm
from people.mails import password_link
from people.models import Assignment, Role, Staff
from people.models.account import LISTS_EVERYBODY
from people.queries import assignment_on, with_place

PRIVATE = ("email", "phone")


class AssignmentInline(admin.TabularInline):
    """Where somebody worked from when to when; the pages “move” and “leave” write it."""

    model = Assignment
    fk_name = "staff"
    fields = ["starts_on", "ends_on", "department", "position", "manager"]
    readonly_fields = ["starts_on", "ends_on", "department", "position", "manager"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return super().get_queryset(request).select_related("department", "position", "manager", "staff")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Staff)
class StaffAdmin(StaffListPages):
    view_roles, change_roles = LISTS_EVERYBODY, (Role.HR,)
    managers_view = True
    trail_belongings = ((Assignment, "staff"),)
    change_form_template = "admin/people/staff/change_form.html"
    list_display = ["employee_no", "name", "department", "position", "manager", "hired_on", "left_on"]
    list_display_links = ["employee_no", "name"]
    list_filter = [EmploymentFilter, DepartmentFilter, ManagerFilter]
    search_fields = ["employee_no", "name"]
    ordering = ["employee_no"]
    inlines = [AssignmentInline]

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.listed_to(user)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Staff]:
        return with_place(super().get_queryset(request), timezone.localdate())

    @admin.display(description=gettext_lazy("department"), ordering="department_name")
    def department(self, staff: Any) -> str:
        return staff.department_name or ""

    @admin.display(description=gettext_lazy("position"), ordering="position_name")
    def position(self, staff: Any) -> str:
        return staff.position_name or ""

    @admin.display(description=gettext_lazy("manager"), ordering="manager_name")
    def manager(self, staff: Any) -> str:
        return staff.manager_name or ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or access.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted: who left has a last day, and past months need the name."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        return super().get_form(request, obj, change, **options) if change else HireForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            who = ["employee_no", "name", *PRIVATE, "hired_on"]
            return [(None, {"fields": who}), (_("Place"), {"fields": ["department", "position", "manager"]})]
        shown = PRIVATE if access.may_see(request.user, obj) else ()
        return [(None, {"fields": ["employee_no", "name", *shown, "hired_on", "left_on", "user"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["hired_on", "left_on", "user"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Staff, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        hired = services.hire_staff(**form.cleaned_data, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        obj.pk = hired.pk
        obj._state.adding = False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self._found_to_see(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def get_urls(self) -> list[URLPattern]:
        pages = {"move": self.move_view, "leave": self.leave_view, "invite": self.invite_view}
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"people_staff_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the new place and its first day."""
        staff = self._found_to_change(request, object_id)
        now = assignment_on(staff, timezone.localdate())
        place = (
            {"department": now.department, "position": now.position, "manager": now.manager} if now else {}
        )
        form = MoveForm(posted(request), initial={"from_day": timezone.localdate(), **place})

        def answer(cleaned: dict[str, Any]) -> str:
            moved = services.move_staff(staff=staff, **cleaned, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            return _("%(staff)s works in %(department)s from %(day)s.") % {
                "staff": staff,
                "department": moved.department,
                "day": date_format(moved.starts_on, "SHORT_DATE_FORMAT"),
            }

        title = _("Move %(staff)s") % {"staff": staff}
        return self.ask(request, staff, form, title, answer, submit=_("Move"))

    def leave_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the last day."""
        staff = self._found_to_change(request, object_id)
        form = LeaveForm(posted(request), initial={"last_day": staff.left_on})

        def answer(cleaned: dict[str, Any]) -> str:
            services.end_employment(staff=staff, **cleaned, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            return _("The last day of %(staff)s is %(day)s.") % {
                "staff": staff,
                "day": date_format(cleaned["last_day"], "SHORT_DATE_FORMAT"),
            }

        title = _("End the employment of %(staff)s") % {"staff": staff}
        return self.ask(request, staff, form, title, answer, submit=_("End employment"))

    def invite_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a sign-in after asking; without an e-mail address, show the link to hand over."""
        staff = self._found_to_change(request, object_id)

        def answer(_cleaned: dict[str, Any]) -> str:
            user = services.invite_user(staff=staff, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            if user.email:
                return _("A link to set the password is on its way to %(email)s.") % {"email": user.email}
            return _("Hand this link over, it sets the password: %(link)s") % {"link": password_link(user)}

        explanation = _("The username is the employee number; a link to set the password goes by e-mail.")
        title = _("Make a sign-in for %(staff)s") % {"staff": staff}
        return self.ask(
            request,
            staff,
            Form(posted(request)),
            title,
            answer,
            submit=_("Make a sign-in"),
            explanation=explanation,
        )

    def _found_to_see(self, request: HttpRequest, object_id: str) -> Staff:
        staff = self.found(request, object_id)
        if not access.may_see(request.user, staff):
            raise PermissionDenied
        return staff

    def _found_to_change(self, request: HttpRequest, object_id: str) -> Staff:
        staff = self.found(request, object_id)
        if not self.has_change_permission(request, staff):
            raise PermissionDenied
        return staff
