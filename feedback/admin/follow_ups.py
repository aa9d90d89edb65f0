"""Follow-ups in the admin: who has them, until when, and what came of them; the work is done in the portal."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import FollowUp
from feedback.queries.follow_ups import OPEN, follow_ups_seen_by, follow_ups_worked_by
from feedback.queries.reach import SEES_SURVEYS
from starservice.web.admin_nav import EVIDENCE
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator
from starservice.web.stars import score_mark


class FollowUpStateFilter(admin.SimpleListFilter):
    """Open, overdue or done."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("open")), ("overdue", _("overdue")), ("done", _("done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = {
            "open": OPEN,
            "overdue": OPEN & Q(due_at__lt=timezone.now()),
            "done": Q(answer__followed_up_at__isnull=False),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    """Duties that cover the company see all, managers those about their reports."""

    view_roles = SEES_SURVEYS
    managers_view = True
    list_display = ["due_at", "staff", "score", "owner_name", "state", "done_at"]
    list_select_related = ["answer__staff", "answer__followed_up_by", "owner"]
    list_filter = [FollowUpStateFilter]
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["answer__staff__name", "answer__staff__employee_no", "owner__name"]
    sortable_by = ["due_at"]
    fields = (
        "staff",
        "score",
        "words",
        "owner_name",
        "opened_at",
        "due_at",
        "state",
        "done_at",
        "done_by",
        "note",
        "work",
    )
    readonly_fields = fields
    empty_text = gettext_lazy("When a customer gives a low score, somebody is given it to follow up.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return follow_ups_seen_by(user, queryset)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        works = obj is not None and follow_ups_worked_by(request.user).filter(pk=obj.pk).exists()
        return [name for name in self.fields if works or name != "work"]

    @admin.display(description=gettext_lazy("staff"))
    def staff(self, one: FollowUp) -> str:
        return str(one.answer.staff)

    @admin.display(description=gettext_lazy("score"))
    def score(self, one: FollowUp) -> str:
        return score_mark(one.answer.score)

    @admin.display(description=gettext_lazy("words"))
    def words(self, one: FollowUp) -> str:
        return one.answer.words

    @admin.display(description=gettext_lazy("with"), ordering="owner__name")
    def owner_name(self, one: FollowUp) -> str:
        return str(one.owner) if one.owner else _("customer service")

    @admin.display(description=gettext_lazy("state"))
    def state(self, one: FollowUp) -> str:
        if one.answer.followed_up_at:
            return _("done")
        return _("overdue") if one.due_at < timezone.now() else _("open")

    @admin.display(description=gettext_lazy("done at"))
    def done_at(self, one: FollowUp) -> Any:
        return one.answer.followed_up_at

    @admin.display(description=gettext_lazy("by"))
    def done_by(self, one: FollowUp) -> str:
        return str(one.answer.followed_up_by or "–")

    @admin.display(description=gettext_lazy("what was done"))
    def note(self, one: FollowUp) -> str:
        return one.answer.follow_up_note or "–"

    @admin.display(description=gettext_lazy("work on it"))
    def work(self, one: FollowUp) -> str:
        address = reverse("feedback:follow_up", args=[one.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open in the portal"))


def follows_up(request: HttpRequest) -> bool:
    user: Any = request.user
    return user.has_role("office", "customer_service") or user.is_manager


site: Any = admin.site
site.add_page("feedback:follow_ups", gettext_lazy("to follow up"), EVIDENCE, follows_up)
