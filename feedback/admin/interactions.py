"""Served interactions in the admin: a million rows, found by number, person and day."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.access import SEES_SERVICE, interactions_seen_by
from feedback.admin.exports import ExportMixin
from feedback.admin.filters import DayFilter, DepartmentFilter
from feedback.admin.invitations import send_survey_invitations
from feedback.models import Interaction
from feedback.queries.reach import SENDS_SURVEYS
from people.models import Role, Staff
from starservice.web.model_admin import StarModelAdmin
from starservice.web.paginators import CappedPaginator
from starservice.web.stars import star_mark


@admin.register(Interaction)
class InteractionAdmin(ExportMixin, StarModelAdmin):
    """Everybody whose duty it is looks; the programme office corrects."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    managers_view = True
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    list_display = [
        "external_id",
        "occurred_at",
        "staff",
        "department",
        "channel",
        "topic",
        "answered",
        "resolved",
        "response_seconds",
    ]
    list_select_related = ["staff", "department", "channel"]
    list_filter = [DayFilter, "channel", DepartmentFilter, "answered", "resolved"]
    search_fields = ["external_id__exact"]
    search_help_text = _("Number of the interaction, employee number, or name of the member of staff.")
    autocomplete_fields = ["staff", "department", "channel", "customer"]
    readonly_fields = ["satisfaction"]
    empty_text = _("Import a call-centre export to begin with, or let another system send interactions.")
    sortable_by = ["occurred_at"]
    actions = [send_survey_invitations]
    own_export = "admin:feedback_interaction_export"
    export_columns = [
        (_("number"), lambda row: row.external_id),
        (_("source"), lambda row: row.source),
        (_("when"), lambda row: timezone.localtime(row.occurred_at)),
        (_("employee number"), lambda row: row.staff.employee_no),
        (_("name"), lambda row: row.staff.name),
        (_("department"), lambda row: row.department.name),
        (_("channel"), lambda row: str(row.channel)),
        (_("topic"), lambda row: row.topic),
        (_("answered"), lambda row: row.answered),
        (_("resolved"), lambda row: row.resolved),
        (_("speed of answer (s)"), lambda row: row.response_seconds),
        (_("talk time (s)"), lambda row: row.talk_seconds),
    ]

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return interactions_seen_by(user, queryset)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Each word is the number of an interaction or names somebody; two branches, so that each asks its index."""
        for word in search_term.split():
            named = Staff.objects.filter(Q(employee_no=word) | Q(name__icontains=word)).values("pk")
            numbered = Interaction.objects.order_by().filter(external_id=word).values("pk")
            served = Interaction.objects.order_by().filter(staff__in=named).values("pk")
            queryset = queryset.filter(pk__in=numbered.union(served, all=True))
        return queryset, False

    @admin.display(description=_("satisfaction"))
    def satisfaction(self, interaction: Interaction) -> str:
        invitation = getattr(interaction, "invitation", None)
        answer = getattr(invitation, "answer", None)
        return star_mark(answer.score) if answer else str(_("no answer"))

    def has_ask_customers_permission(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to send survey invitations."""
        return request.user.has_role(*SENDS_SURVEYS)  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # Evidence is corrected, never removed.
        return False
