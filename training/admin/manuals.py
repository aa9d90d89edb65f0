"""The standards manuals in the admin: what they are called and for whom, and their versions."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.access import SEES_TRAINING, TRAINS
from training.admin.manual_editing import StandardPages
from training.admin.manual_readers import ReaderPages
from training.errors import ManualError
from training.models import Manual, ManualVersion
from training.queries.manuals import reader_counts
from training.services.manuals import begin_version

TONES = {"draft": "warn", "review": "info", "published": "good"}


@admin.register(Manual)
class ManualAdmin(StandardPages, ReaderPages):
    """Manuals are for the whole company: only duties of the whole company change them."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    managers_view = True
    change_form_template = "admin/training/manual/change_form.html"
    list_display = ["named", "code", "for_whom", "is_public", "in_force", "in_work"]
    list_display_links = ["named"]
    export_also = ("title",)
    list_filter = ["is_public"]
    search_fields = ["code", "title"]
    fields = ["title", "code", "positions", "is_public"]
    autocomplete_fields = ["positions"]
    empty_text = gettext_lazy("Add a manual: name it, say for which positions, then begin its first version.")

    def _may_change(self, request: HttpRequest) -> bool:
        return bool(request.user.has_role_everywhere(*TRAINS))  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not self._may_change(request):
            return False
        published = ManualVersion.State.PUBLISHED
        return obj is None or not obj.versions.filter(state=published).exists()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Manuals are deleted one by one, and only those never published."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj and obj.versions.exists() else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        versions = ManualVersion.objects.order_by("-number")
        found = super().get_queryset(request)
        return found.prefetch_related("positions", Prefetch("versions", versions, to_attr="all_versions"))

    @admin.display(description=gettext_lazy("title"))
    def named(self, manual: Manual) -> str:
        return str(manual)

    @admin.display(description=gettext_lazy("for"))
    def for_whom(self, manual: Manual) -> str:
        return ", ".join(position.name for position in manual.positions.all()) or _("everybody")

    @admin.display(description=gettext_lazy("in force"))
    def in_force(self, manual: Any) -> str:
        found = next((one for one in manual.all_versions if one.state == "published"), None)
        return _link(found) if found else "–"

    @admin.display(description=gettext_lazy("in work"))
    def in_work(self, manual: Any) -> str:
        found = next((one for one in manual.all_versions if one.state != "published"), None)
        return _link(found) if found else "–"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/begin/", wrap(self.begin_view), name="training_manual_begin"),
            *self.version_urls(wrap),
            *self.standard_urls(wrap),
            *self.reader_urls(wrap),
            *super().get_urls(),
        ]

    def address_of(self, row: Any) -> str:
        if isinstance(row, ManualVersion):
            return reverse("admin:training_manual_version", args=[row.pk])
        return super().address_of(row)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        manual = self.found(request, object_id)
        versions = [(one, TONES[one.state]) for one in manual.all_versions]
        extra = {
            "versions": versions,
            "has_edition": any(one.state == "published" for one in manual.all_versions),
            "counts": reader_counts(timezone.localdate(), staff=self.reach_ids(request)),
            "may_see_drafts": self.sees_drafts(request),
            "may_begin": self._may_change(request)
            and all(one.state == "published" for one in manual.all_versions),
        }
        return super().change_view(request, object_id, *args, **{**options, "extra_context": extra})

    def begin_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the next version, as a copy of the published one."""
        manual = self.found(request, str(pk))
        self.refuse_readers(request)
        if request.method == "POST":
            actor: Any = request.user
            try:
                return redirect(self.address_of(begin_version(manual=manual, by=actor, at=timezone.now())))
            except ManualError as refused:
                messages.error(request, refused.message)
                return redirect(self.address_of(manual))
        explanation = _(
            "It begins with all standards of the published version. Staff see nothing of it before it is published."
        )
        context = {
            **self.page_context(request, manual, _("Begin the next version")),
            "explanation": explanation,
        }
        return TemplateResponse(request, "admin/people/ask.html", {**context, "submit": _("Begin")})


def _link(version: ManualVersion) -> str:
    address = reverse("admin:training_manual_version", args=[version.pk])
    return format_html(
        '<a href="{}">v{}</a> <span class="badge badge--{}">{}</span>',
        address,
        version.number,
        TONES[version.state],
        version.get_state_display(),
    )
