"""Ideas: reviewed, answered, adopted with points; categories, levels and the ledger of points."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.admin.asking_one import ask_about
from feedback.forms.suggestion import AdoptForm, AnswerForm, OutcomeForm
from feedback.models import Suggestion, SuggestionAward, SuggestionCategory, SuggestionLevel
from feedback.queries.suggestions import REVIEWS_IDEAS, SEES_IDEAS, suggestions_seen_by
from feedback.services import suggestions
from people.admin.pages import AuditedAdmin, posted
from people.models import Role
from starservice.web.model_admin import ReadOnlyAdmin, StarModelAdmin
from starservice.web.paginators import CappedPaginator

STEPS = {
    "review": (
        Form,
        suggestions.start_review,
        gettext_lazy("Take into review"),
        gettext_lazy("You are now the reviewer."),
    ),
    "adopt": (
        AdoptForm,
        suggestions.adopt_suggestion,
        gettext_lazy("Adopt"),
        gettext_lazy("The idea is adopted."),
    ),
    "decline": (
        AnswerForm,
        suggestions.decline_suggestion,
        gettext_lazy("Do not adopt"),
        gettext_lazy("The idea is not adopted; the author reads why."),
    ),
    "implement": (
        OutcomeForm,
        suggestions.implement_suggestion,
        gettext_lazy("Implemented"),
        gettext_lazy("The idea is noted as implemented."),
    ),
    "reopen": (
        Form,
        suggestions.reopen_suggestion,
        gettext_lazy("Review again"),
        gettext_lazy("The idea is under review again; points it gave are taken back."),
    ),
}
POSSIBLE = {
    Suggestion.State.NEW: ("review", "adopt", "decline"),
    Suggestion.State.UNDER_REVIEW: ("adopt", "decline"),
    Suggestion.State.ADOPTED: ("implement", "reopen"),
    Suggestion.State.NOT_ADOPTED: ("reopen",),
    Suggestion.State.IMPLEMENTED: ("reopen",),
}


@admin.register(SuggestionCategory)
class SuggestionCategoryAdmin(StarModelAdmin):
    """What ideas can be about."""

    view_roles, change_roles = SEES_IDEAS, (Role.OFFICE,)
    nav_group = "rules"
    list_display = ["name", "code", "order", "is_active"]
    empty_text = gettext_lazy("Add what ideas can be about; without a category no idea can be sent.")


@admin.register(SuggestionLevel)
class SuggestionLevelAdmin(StarModelAdmin):
    """What adopted ideas are worth; lines already in the ledger stay as they are."""

    view_roles, change_roles = SEES_IDEAS, (Role.OFFICE,)
    nav_group = "rules"
    list_display = ["name", "code", "points", "points_when_implemented", "order", "is_active"]
    empty_text = gettext_lazy("Add a level with its points; without one no idea can be adopted.")


@admin.register(SuggestionAward)
class SuggestionAwardAdmin(ReadOnlyAdmin):
    """The ledger of points for ideas: written by decisions, never changed."""

    view_roles = (*SEES_IDEAS, Role.HR)
    list_display = ["awarded_on", "staff", "suggestion", "kind", "points", "given_by"]
    list_select_related = ["staff", "suggestion", "given_by"]
    list_filter = ["kind", ("awarded_on", admin.DateFieldListFilter)]
    search_fields = ["staff__name", "staff__employee_no", "suggestion__number"]
    empty_text = gettext_lazy("Points appear here when an idea of a member of staff is adopted.")


@admin.register(Suggestion)
class SuggestionAdmin(AuditedAdmin, ReadOnlyAdmin):
    """Customer service and the office review ideas; nobody their own."""

    view_roles, change_roles = SEES_IDEAS, REVIEWS_IDEAS
    change_form_template = "admin/feedback/suggestion_form.html"
    list_display = ["number", "title", "category", "department", "sender", "received_at", "state", "reviewer"]
    list_display_links = ["number", "title"]
    list_select_related = ["category", "department", "author", "reviewer"]
    list_filter = ["state", "source", "category", ("received_at", admin.DateFieldListFilter)]
    paginator = CappedPaginator
    search_fields = ["number__iexact", "title", "text", "author__name", "author__employee_no"]
    sortable_by = ["number", "received_at"]
    empty_text = gettext_lazy(
        "Ideas of customers (public page) and of staff (portal) appear here to be reviewed."
    )

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return suggestions_seen_by(user, queryset)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        contact = ["from_email"] if self._may_change(request) else []
        sender = ["source", "author", "from_name", *contact, "received_at"]
        review = ["state", "reviewer", "review_started_at", "decided_by", "decided_at", "level", "answer"]
        about = ["number", "title", "text", "category", "department"]
        return [*about, *sender, *review, "implemented_at", "outcome"]

    @admin.display(description=gettext_lazy("sender"))
    def sender(self, row: Suggestion) -> str:
        return str(row.author) if row.author else (row.from_name or _("a customer"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        row = options.get("obj")
        may = bool(row) and self._may_change(request)
        own = bool(may and row and row.author and row.author.user_id == request.user.pk)
        steps = POSSIBLE[row.state] if may and row and not own else ()
        context["steps"] = [(step, STEPS[step][2]) for step in steps]
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        def step_page(step: str) -> Any:
            def view(request: HttpRequest, object_id: str) -> HttpResponse:
                return self.step_view(request, object_id, step)

            door = self.admin_site.admin_view(view)
            return path(f"<path:object_id>/{step}/", door, name=f"feedback_suggestion_{step}")

        return [*map(step_page, STEPS), *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Ask what a step of the review needs, and take it."""
        row = self.found(request, object_id)
        if not self._may_change(request):
            raise Http404
        form_class, service, label, said = STEPS[step]

        def answer(cleaned: dict[str, Any]) -> str:
            service(suggestion=row, **cleaned, by=request.user, at=timezone.now())  # type: ignore[operator]
            return str(said)

        form = form_class(posted(request))
        return ask_about(
            self,
            request,
            row,
            form,
            title=str(label),
            submit=str(label),
            answer=answer,
            explanation=f"{row.number} {row.title}",
        )
