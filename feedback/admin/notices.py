"""Answers that look wrong: why, what shows it, and the decision of a person; never dropped by themselves."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.admin.asking import ChosenRows, ReasonForm
from feedback.models import AnswerNotice, NoticeRule, SurveyAnswer
from feedback.queries.notices import notices_seen_by, siblings_of
from feedback.queries.reach import SEES_SURVEYS, SENDS_SURVEYS
from feedback.services.judging import accept_flagged, discount_answers
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.admin_nav import RULES
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator
from starservice.web.stars import score_mark


class VerdictFilter(admin.SimpleListFilter):
    """Still to be looked at, or decided."""

    title = gettext_lazy("decided")
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("to be looked at")), *AnswerNotice.Verdict.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(verdict="" if self.value() == "open" else self.value())


@admin.register(AnswerNotice)
class AnswerNoticeAdmin(ReadOnlyAdmin):
    """Customer service and the office decide; those who audit look on. Managers do not judge their own teams' answers."""

    view_roles = SEES_SURVEYS
    change_form_template = "admin/feedback/notice.html"
    list_display = ["noticed_at", "kind", "staff", "score", "words", "others", "verdict", "reason"]
    list_display_links = ["noticed_at", "kind"]
    list_select_related = ["answer__staff"]
    list_filter = [VerdictFilter, "kind"]
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["answer__staff__name", "answer__staff__employee_no", "answer__words"]
    sortable_by = ["noticed_at"]
    actions = ["counts", "does_not_count"]
    fields = ("kind", "staff", "score", "words", "noticed_at", "verdict", "reason", "judged_at", "judged_by")
    readonly_fields = ("staff", "score", "words")
    empty_text = gettext_lazy(
        "Nothing looks wrong. Answers that do appear here within minutes, with the reason."
    )

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return notices_seen_by(user, queryset)

    def has_judge_permission(self, request: HttpRequest) -> bool:
        """Whether the user's duty is to judge answers."""
        return request.user.has_role(*SENDS_SURVEYS)  # type: ignore[union-attr]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        notice = self.get_object(request, object_id)
        siblings = siblings_of(notice, request.user) if notice else []
        hidden = len(notice.siblings) - len(siblings) if notice else 0
        extra: dict[str, Any] = {"siblings": siblings, "hidden": hidden}
        return super().change_view(request, object_id, *args, **{**options, "extra_context": extra})

    @admin.display(description=gettext_lazy("about"))
    def staff(self, notice: AnswerNotice) -> str:
        return str(notice.answer.staff)

    @admin.display(description=gettext_lazy("score"))
    def score(self, notice: AnswerNotice) -> str:
        return score_mark(notice.answer.score)

    @admin.display(description=gettext_lazy("words"))
    def words(self, notice: AnswerNotice) -> str:
        return notice.answer.words or "–"

    @admin.display(description=gettext_lazy("other answers"))
    def others(self, notice: AnswerNotice) -> int:
        return len(notice.siblings)

    @admin.action(description=gettext_lazy("Counts…"), permissions=["judge"])
    def counts(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Let the answers count; all that was noticed about them is settled."""
        return self._decide(request, rows, "counts", _("The answers count"), accept_flagged)

    @admin.action(description=gettext_lazy("Does not count…"), permissions=["judge"])
    def does_not_count(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Leave the answers out of every figure; all that was noticed about them is settled."""
        return self._decide(request, rows, "does_not_count", _("The answers do not count"), discount_answers)

    def _decide(
        self, request: HttpRequest, rows: QuerySet[Any], action: str, title: str, service: Any
    ) -> HttpResponse | None:
        def answer(cleaned: dict[str, Any]) -> str:
            chosen = SurveyAnswer.objects.filter(pk__in=rows.order_by().values("answer"))
            count = service(answers=chosen, by=request.user, at=timezone.now(), **cleaned)
            return ngettext("%(count)s answer was judged.", "%(count)s answers were judged.", count) % {
                "count": count
            }

        return ChosenRows(self, request, rows, action).ask(
            title=title, submit=_("Decide"), form_class=ReasonForm, answer=answer
        )


@admin.register(NoticeRule)
class NoticeRuleAdmin(AuditedAdmin):
    """From how many on something is noticed; the office changes the numbers."""

    view_roles, change_roles = SEES_SURVEYS, (Role.OFFICE,)
    nav_group = RULES
    list_display = ["kind", "is_active", "at_least", "within_days"]
    readonly_fields = ["kind", "meaning"]
    fields = ["kind", "meaning", "is_active", "at_least", "within_days"]

    @admin.display(description=gettext_lazy("what the numbers mean"))
    def meaning(self, rule: NoticeRule) -> str:
        texts = {
            "too_fast": _(
                "The first number is in seconds: who answers sooner after opening the page is noticed."
            ),
            "same_words": _(
                "So many answers about one person with the same eight or more characters within the days."
            ),
        }
        return texts.get(rule.kind, _("So many answers on one day; the days are not used."))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
