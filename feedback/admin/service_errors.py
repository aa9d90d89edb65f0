"""Service errors with their points and lessons, and their classes with who answers for them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE, WORKS_SERVICE
from feedback.admin.asking import ReasonForm
from feedback.admin.asking_one import ask_about
from feedback.errors import FeedbackError
from feedback.models import ErrorClass, ServiceError
from feedback.queries.complaints import errors_seen_by
from feedback.services.service_errors import ErrorReport, record_error, withdraw_error
from people.admin.pages import AuditedAdmin, posted
from starservice.web.admin_nav import RULES
from starservice.web.paginators import CappedPaginator

TYPED = ("error_class", "staff", "happened_on", "what", "told_customer", "lesson")


class RecordedErrorForm(forms.ModelForm):
    """An error to record; the service's refusals appear in the form."""

    recorder: Any = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.instance._state.adding or self.errors:
            return
        report = ErrorReport(**{name: self.cleaned_data[name] for name in TYPED})
        try:
            self.kept = record_error(report=report, by=self.recorder, at=timezone.now())
        except FeedbackError as refused:
            field = getattr(refused, "field", "")
            self.add_error(field if field in self.fields else None, str(refused))


@admin.register(ServiceError)
class ServiceErrorAdmin(AuditedAdmin):
    """Recorded by customer service and the office, also on requests in the portal; withdrawn, never deleted."""

    view_roles, change_roles = SEES_SERVICE, WORKS_SERVICE
    managers_view = True
    change_form_template = "admin/feedback/service_error_form.html"
    form = RecordedErrorForm
    list_display = ["happened_on", "staff", "error_class", "of_request", "counts"]
    list_display_links = ["happened_on", "staff"]
    list_select_related = ["staff", "error_class", "request", "event"]
    list_filter = ["error_class", ("happened_on", admin.DateFieldListFilter)]
    search_fields = ["staff__name", "staff__employee_no", "what", "lesson"]
    autocomplete_fields = ["staff"]
    paginator = CappedPaginator
    export_also = ("what", "told_customer", "lesson", "recorded_at")
    empty_text = gettext_lazy("Record an error here, or on the request it belongs to.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return errors_seen_by(user, queryset)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.recorder = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return list(TYPED) if obj is None else [*TYPED, "of_request", "procedure", "counts", "recorded_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["of_request", "procedure", "counts", "recorded_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ServiceError, form: Any, change: bool) -> None:
        obj.pk = form.kept.pk
        obj._state.adding = False

    @admin.display(description=gettext_lazy("service request"), ordering="request_id")
    def of_request(self, row: ServiceError) -> str:
        return row.request.number if row.request else "–"

    @admin.display(description=gettext_lazy("procedure"))
    def procedure(self, row: ServiceError) -> str:
        return str(row.error_class.procedure)

    @admin.display(description=gettext_lazy("counts"), boolean=True)
    def counts(self, row: ServiceError) -> bool:
        return row.event.withdrawn_at is None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        row: Any = options.get("obj")
        context["may_withdraw"] = bool(row) and self.counts(row) and self._may_change(request)
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.withdraw_view)
        own = path("<path:object_id>/withdraw/", view, name="feedback_serviceerror_withdraw")
        return [own, *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, and take the error's points out of the reckoning."""
        row = self.found(request, object_id)
        if not self._may_change(request):
            raise Http404

        def answer(cleaned: dict[str, Any]) -> str:
            withdraw_error(error=row, **cleaned, by=request.user, at=timezone.now())
            return _("The service error no longer counts.")

        form = ReasonForm(posted(request))
        title = _("Withdraw a service error")
        return ask_about(self, request, row, form, title=title, submit=_("Withdraw"), answer=answer)


@admin.register(ErrorClass)
class ErrorClassAdmin(AuditedAdmin):
    """Who answers for a class of errors, and what to do when one happens."""

    view_roles, change_roles = SEES_SERVICE, WORKS_SERVICE
    nav_group = RULES
    list_display = ["name", "code", "department", "is_active"]
    list_select_related = ["department"]
    list_filter = ["is_active"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["department"]
