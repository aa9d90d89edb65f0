"""Complaints, service errors and commendations: recorded, withdrawn with a reason, never deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.admin.asking import ReasonForm
from feedback.errors import FeedbackError
from feedback.models import EvidenceEvent
from feedback.queries.reach import SEES_SURVEYS, SENDS_SURVEYS, events_seen_by
from feedback.services.evidence import check_event, record_event, withdraw_event
from people.admin.pages import AuditedAdmin

AFTERWARDS = ("recorded_by", "recorded_at", "withdrawn_at", "withdrawn_reason")
WHAT = ("staff", "kind", "happened_on", "reference", "note")


class EventForm(forms.ModelForm):
    """What happened; the service's refusals appear in the form."""

    recorder: Any = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("staff") and cleaned.get("happened_on"):
            about = {"staff": cleaned["staff"], "happened_on": cleaned["happened_on"]}
            try:
                check_event(**about, by=self.recorder, at=timezone.now())
            except FeedbackError as refused:
                self.add_error("happened_on", str(refused))
        return cleaned


class StandingFilter(admin.SimpleListFilter):
    """Events that stand, or were withdrawn."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("stands", _("stands")), ("withdrawn", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("stands", "withdrawn"):
            return queryset
        return queryset.filter(withdrawn_at__isnull=self.value() == "stands")


@admin.register(EvidenceEvent)
class EvidenceEventAdmin(AuditedAdmin):
    """Customer service and the office record and withdraw; managers see their reports' events."""

    view_roles, change_roles = SEES_SURVEYS, SENDS_SURVEYS
    managers_view = True
    change_form_template = "admin/feedback/event_form.html"
    list_display = ["happened_on", "staff", "kind", "reference", "recorded_by", "withdrawn_at"]
    list_display_links = ["happened_on", "staff"]
    list_select_related = ["staff", "recorded_by"]
    list_filter = [StandingFilter, "kind", ("happened_on", admin.DateFieldListFilter)]
    search_fields = ["staff__name", "staff__employee_no", "reference", "note"]
    autocomplete_fields = ["staff"]
    form = EventForm
    export_also = AFTERWARDS
    empty_text = gettext_lazy("Add an upheld complaint, a service error or a commendation.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return events_seen_by(user, queryset)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.recorder = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return list(WHAT) if obj is None else [*WHAT, *AFTERWARDS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to withdraw events."""
        return self._may_change(request)

    def save_model(self, request: HttpRequest, obj: EvidenceEvent, form: Any, change: bool) -> None:
        recorded = record_event(**form.cleaned_data, by=request.user, at=timezone.now())
        obj.pk = recorded.pk
        obj._state.adding = False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        context["may_withdraw"] = self.has_withdraw_permission(request)
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        withdraw = self.admin_site.admin_view(self.withdraw_view)
        own = path("<path:object_id>/withdraw/", withdraw, name="feedback_evidenceevent_withdraw")
        return [own, *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, and withdraw the event."""
        event = self.found(request, object_id)
        if not self.has_withdraw_permission(request):
            raise Http404
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                withdraw_event(event=event, by=request.user, at=timezone.now(), **form.cleaned_data)
                messages.success(request, _("The event is withdrawn and no longer counts."))
                return redirect(self.address_of(event))
            except FeedbackError as refused:
                form.add_error(None, str(refused))
        context = {
            **self.page_context(request, event, _("Withdraw an event")),
            "form": form,
            "media": self.media + form.media,
            "submit": _("Withdraw"),
        }
        return TemplateResponse(request, "admin/people/ask.html", context)
