"""Prize draws in the admin: prepared, opened, closed, drawn by one and confirmed by another."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.errors import DrawError
from feedback.links import draw_link
from feedback.models import Prize, PrizeDraw
from feedback.queries.reach import SEES_SURVEYS
from feedback.services.draws import close_draw, confirm_draw, open_draw, run_draw
from people.admin.pages import AuditedAdmin
from people.models import Role

Status = PrizeDraw.Status
STEPS: dict[str, tuple[Callable[..., None], Any, Any]] = {
    Status.DRAFT: (
        open_draw,
        gettext_lazy("Open the draw"),
        gettext_lazy(
            "The hash of the seed is published, and customers who answer a survey can take part. Days and prizes can no longer be changed."
        ),
    ),
    Status.OPEN: (
        close_draw,
        gettext_lazy("Close the draw"),
        gettext_lazy("Nobody can take part any more. The entries are numbered by chance."),
    ),
    Status.CLOSED: (
        run_draw,
        gettext_lazy("Draw"),
        gettext_lazy(
            "The seed that was promised decides who wins. Somebody else then confirms it; nobody is told before."
        ),
    ),
    Status.DRAWN: (
        confirm_draw,
        gettext_lazy("Confirm and publish"),
        gettext_lazy(
            "The seed and the winning numbers are published, the winners are written to, and the addresses of all others are deleted."
        ),
    ),
}


class DrawForm(ModelForm):
    """Title and days of a draw."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned


class PrizeInline(admin.TabularInline):
    """What can be won, the first prize first."""

    model = Prize
    extra = 1

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["order", "title" if self.may_change(request, obj) else "shown", "count"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["shown"]

    @admin.display(description=gettext_lazy("prize"))
    def shown(self, prize: Prize) -> str:
        return str(prize.title)

    def may_change(self, request: HttpRequest, draw: PrizeDraw | None) -> bool:
        is_draft = draw is None or draw.status == Status.DRAFT
        return is_draft and request.user.has_role(Role.OFFICE)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(PrizeDraw)
class PrizeDrawAdmin(AuditedAdmin):
    """The programme office runs draws, never one person alone; what was opened is not changed any more."""

    view_roles, change_roles = SEES_SURVEYS, (Role.OFFICE,)
    change_form_template = "admin/feedback/draw.html"
    form = DrawForm
    list_display = ["shown_title", "first_day", "last_day", "status", "entry_count"]
    list_filter = ["status"]
    inlines = [PrizeInline]
    readonly_fields = [
        "shown_title",
        "status",
        "public_page",
        "seed_hash",
        "seed",
        "entry_count",
        "drawn_by",
        "drawn_at",
        "confirmed_by",
        "confirmed_at",
        "winners",
    ]
    fields = ["title", ("first_day", "last_day")]
    empty_text = gettext_lazy(
        "Prepare a draw, and customers who answer a survey are asked whether they want to take part."
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        title = "title" if self.has_change_permission(request, obj) else "shown_title"
        # Who won is the business of those who hand the prizes over.
        hidden = set() if self._may_change(request) else {"winners"}
        known = [name for name in self.readonly_fields if name not in hidden | {"shown_title"}]
        return [title, ("first_day", "last_day"), *known]

    @admin.display(description=gettext_lazy("title"))
    def shown_title(self, draw: PrizeDraw) -> str:
        return str(draw.title)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request) and (obj is None or obj.status == Status.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    @admin.display(description=gettext_lazy("public page"))
    def public_page(self, draw: PrizeDraw) -> str:
        if draw.status == Status.DRAFT:
            return _("from the opening on")
        return format_html('<a href="{0}">{0}</a>', draw_link(draw.pk))

    @admin.display(description=gettext_lazy("winners"))
    def winners(self, draw: PrizeDraw) -> str:
        won = (
            draw.entries.filter(prize__isnull=False)
            .select_related("prize")
            .order_by("prize__order", "number")
        )
        lines = ((entry.number, entry.prize, entry.email) for entry in won)
        return format_html_join("", "<div>{} · {} · {}</div>", lines) or "–"

    def get_urls(self) -> list[Any]:
        step = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/step/", step, name="feedback_prizedraw_step"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        draw = options.get("obj")
        if draw and draw.status in STEPS and self._may_change(request):
            context["step_label"] = STEPS[draw.status][1]
        return super().render_change_form(request, context, *args, **options)

    def step_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what the next step does, and do it."""
        draw = self.found(request, object_id)
        if not self._may_change(request) or draw.status not in STEPS:
            raise Http404
        service, label, explanation = STEPS[draw.status]
        form = Form(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                service(draw=draw, by=request.user, at=timezone.now())
                messages.success(request, _("Done."))
                return redirect(self.address_of(draw))
            except DrawError as refused:
                form.add_error(None, str(refused))
        context = {
            **self.page_context(request, draw, label),
            "explanation": explanation,
            "form": form,
            "media": self.media,
            "submit": label,
        }
        return TemplateResponse(request, "admin/people/ask.html", context)
