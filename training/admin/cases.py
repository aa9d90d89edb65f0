"""The case library in the admin: written from reviews, published, archived."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Role
from training.access import SEES_TRAINING, TRAINS
from training.admin.courses import TrainingAdmin
from training.admin.wording import FewLines
from training.errors import CaseError
from training.models import ServiceCase
from training.services.cases import archive_case, publish_case

LONG = ("happened", "root_cause", "gap", "measure", "lesson")


@admin.register(ServiceCase)
class ServiceCaseAdmin(TrainingAdmin):
    """Customer service and trainers write cases; the training department and the office publish them."""

    view_roles = (*SEES_TRAINING, Role.CUSTOMER_SERVICE)
    change_roles = (*TRAINS, Role.CUSTOMER_SERVICE)
    change_form_template = "admin/training/servicecase/change_form.html"
    list_display = ["code", "title", "state", "standard_code", "published_at"]
    list_display_links = ["code", "title"]
    list_filter = ["state"]
    search_fields = ["code", "title", "standard_code", *LONG]
    filter_horizontal = ()
    autocomplete_fields = ["wordings"]
    boxes = dict.fromkeys(LONG, FewLines)
    readonly_fields = ["state", "published_at"]
    empty_text = gettext_lazy("Write a case by hand, or make one of a complaint on the complaint's page.")
    fieldsets = [
        (None, {"fields": ["code", "title", "standard_code", "state", "published_at"]}),
        (
            gettext_lazy("Review"),
            {
                "fields": [*LONG, "wordings"],
                "description": gettext_lazy("Everybody reads it: name no customer and no colleague."),
            },
        ),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was published is archived instead."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.published_at)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # The list's action asks for each of the rows what the page of one asks.
        rows = [row for row in objs if self.has_delete_permission(request, row)]
        return super().get_deleted_objects(rows, request)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"may_publish": self._may_publish(request), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"training_servicecase_{name}")

        return [
            door("<path:object_id>/publish/", self.publish_view, "publish"),
            door("<path:object_id>/archive/", self.archive_view, "archive"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show a case to all staff, or say what it lacks."""
        return self._step(request, object_id, publish_case, _("The case is published."))

    def archive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a case out of the library."""
        return self._step(request, object_id, archive_case, _("The case is archived."))

    def _may_publish(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_role(*TRAINS))

    def _step(self, request: HttpRequest, object_id: str, service: Any, said: str) -> HttpResponse:
        case = self.found(request, object_id)
        if not self._may_publish(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                service(case=case, by=request.user, at=timezone.now())
                messages.success(request, said)
            except CaseError as refused:
                messages.error(request, refused.message)
        return HttpResponseRedirect(self.address_of(case))
