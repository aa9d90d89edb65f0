"""Praise to be reviewed: accepted it counts for the month, refused it stays with the reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.admin.asking import ReasonForm
from feedback.admin.asking_one import ask_about
from feedback.errors import FeedbackError
from feedback.models import Commendation, PraiseRule
from feedback.queries.commendations import commendations_seen_by
from feedback.queries.reach import SENDS_SURVEYS
from feedback.services.commendations import accept_commendation, enter_praise, reject_commendation
from people.admin.pages import AuditedAdmin, posted
from people.models import Role, Staff
from starservice.web.model_admin import StarModelAdmin
from starservice.web.paginators import CappedPaginator

SEES_PRAISE = (*SENDS_SURVEYS, Role.LEADING_GROUP, Role.AUDITOR)
ENTERED = ("staff", "happened_on", "words", "from_name")
WORDS_SHOWN = 80


@admin.register(PraiseRule)
class PraiseRuleAdmin(StarModelAdmin):
    """When survey answers are put forward as praise; one row that is always there."""

    view_roles, change_roles = SEES_PRAISE, (Role.OFFICE,)
    nav_group = "rules"
    list_display = ["__str__", "score_from", "words_from", "is_active"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EnteredPraiseForm(forms.ModelForm):
    """Praise somebody heard of; the service's refusals appear in the form."""

    entered_by: Any = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance._state.adding and not self.errors:
            given = {name: self.cleaned_data[name] for name in ENTERED}
            try:
                self.kept = enter_praise(**given, by=self.entered_by, at=timezone.now())
            except FeedbackError as refused:
                self.add_error(None, str(refused))


class AcceptForm(forms.Form):
    """For whom praise counts, and what that person reads."""

    staff = forms.ModelChoiceField(
        Staff.objects.all(),
        label=gettext_lazy("Staff"),
        error_messages={"required": gettext_lazy("Please choose who is praised.")},
    )
    shown_words = forms.CharField(
        label=gettext_lazy("Words shown to the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Take out what would tell who wrote it, if they did not want that."),
    )


def offer_by_search(field: Any, site: Any) -> None:
    """Let staff be found by typing instead of in a list of thousands."""
    by_search = AutocompleteSelect(Commendation._meta.get_field("staff"), site)
    field.widget, by_search.choices = by_search, field.choices


@admin.register(Commendation)
class CommendationAdmin(AuditedAdmin):
    """Customer service and the office review praise for others; nobody sees praise for themselves here."""

    view_roles, change_roles = SEES_PRAISE, SENDS_SURVEYS
    change_form_template = "admin/feedback/commendation_form.html"
    form = EnteredPraiseForm
    list_display = ["__str__", "received_at", "praised", "short_words", "source", "happened_on", "state"]
    list_select_related = ["staff"]
    list_filter = ["state", "source", ("happened_on", admin.DateFieldListFilter)]
    paginator = CappedPaginator
    search_fields = ["words", "staff__name", "staff__employee_no", "about"]
    sortable_by = ["received_at", "happened_on"]
    autocomplete_fields = ["staff"]
    empty_text = gettext_lazy(
        "Praise from surveys, from the public page and from colleagues appears here to be reviewed."
    )

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return commendations_seen_by(user, queryset)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.entered_by = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return list(ENTERED)
        contact = ["from_contact"] if self._may_change(request) else []
        sender = ["source", "from_name", *contact, "from_staff", "entered_by", "received_at"]
        decided = ["state", "shown_words", "reason", "reviewed_by", "reviewed_at", "event"]
        return ["staff", "about", "happened_on", "words", *sender, *decided]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Commendation, form: Any, change: bool) -> None:
        obj.pk = form.kept.pk
        obj._state.adding = False

    @admin.display(description=gettext_lazy("for whom"))
    def praised(self, row: Commendation) -> str:
        return str(row.staff) if row.staff else row.about

    @admin.display(description=gettext_lazy("words"), ordering="words")
    def short_words(self, row: Commendation) -> str:
        return row.words if len(row.words) <= WORDS_SHOWN else f"{row.words[:WORDS_SHOWN]}…"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        row: Any = options.get("obj")
        may = bool(row) and self._may_change(request)
        context["may_decide"] = may and row.state == Commendation.State.WAITING
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self) -> list[Any]:
        def page(name: str, view: Any) -> Any:
            door = self.admin_site.admin_view(view)
            return path(f"<path:object_id>/{name}/", door, name=f"feedback_commendation_{name}")

        return [page("accept", self.accept_view), page("reject", self.reject_view), *super().get_urls()]

    def accept_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for whom the praise counts, and let it count."""
        row = self._to_decide(request, object_id)
        form = AcceptForm(posted(request), initial={"staff": row.staff_id, "shown_words": row.words})
        offer_by_search(form.fields["staff"], self.admin_site)

        def answer(cleaned: dict[str, Any]) -> str:
            accept_commendation(commendation=row, **cleaned, by=request.user, at=timezone.now())
            return _("The praise counts, and the person can read it.")

        said = _("In the sender's words: %(about)s") % {"about": row.about} if row.about else ""
        return ask_about(
            self,
            request,
            row,
            form,
            title=_("Accept the praise"),
            submit=_("Accept"),
            answer=answer,
            explanation=said,
        )

    def reject_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why the praise does not count."""
        row = self._to_decide(request, object_id)

        def answer(cleaned: dict[str, Any]) -> str:
            reject_commendation(commendation=row, **cleaned, by=request.user, at=timezone.now())
            return _("The praise does not count.")

        form = ReasonForm(posted(request))
        title, submit = _("Do not accept the praise"), _("Do not accept")
        return ask_about(self, request, row, form, title=title, submit=submit, answer=answer)

    def _to_decide(self, request: HttpRequest, object_id: str) -> Any:
        row = self.found(request, object_id)
        if not self._may_change(request):
            raise Http404
        return row
