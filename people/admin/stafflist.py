"""Bring and take the list of staff: upload, preview, confirm; and export of what the list shows."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.access import SEES_EVERYBODY, limits_of
from people.admin.pages import AuditedAdmin, posted
from people.admin.uploads import WaitingFile
from people.forms import PreviewForm, StaffListForm
from people.models import Staff
from people.services import apply_staff_list
from people.stafflist import FORMATS, Plan, plan_staff_list, read_staff_list, what_is_known, write_staff_list
from people.stafflist.columns import LABELS
from people.stafflist.plans import CHANGED, NEW, REJECTED, UNCHANGED
from people.stafflist.reading import ListedRow
from starservice.lib.refusals import Refusal
from starservice.sheets import (
    ENCODINGS,
    Guess,
    SheetError,
    open_table,
)

SHOWN = 100
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


class Upload(WaitingFile):
    """A list of staff that waits for confirmation."""

    folder = "staff-lists"
    session_key = "staff_lists"

    def rows(self, encoding: str) -> list[ListedRow]:
        """Raises SheetError for what cannot be read."""
        with self.opened() as stored:
            table = open_table(stored.file, name=self.name, encoding=encoding or None)
            return read_staff_list(table)


class StaffListPages(AuditedAdmin):
    """The import and export pages of the list of staff."""

    change_list_template = "admin/people/staff/change_list.html"
    own_export = "admin:people_staff_exports"

    def get_urls(self) -> list[URLPattern]:
        def door(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"people_staff_{name}")

        return [
            door("import/", self.import_view, "import"),
            door("import/<str:token>/", self.preview_view, "import_preview"),
            door("export/", self.exports_view, "exports"),
            door("export/<str:kind>/", self.export_view, "export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"may_export": self._may_export(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file and the day."""
        self._require_keeper(request)
        form = StaffListForm(
            posted(request), request.FILES or None, initial={"effective_on": timezone.localdate()}
        )
        if request.method == "POST" and form.is_valid():
            upload = Upload.keep(request, form.cleaned_data["file"])
            preview = reverse("admin:people_staff_import_preview", args=[upload.token])
            return HttpResponseRedirect(
                f"{preview}?effective_on={form.cleaned_data['effective_on'].isoformat()}"
            )
        context = {
            **self._list_context(request, _("Import staff")),
            "form": form,
            "media": self.media + form.media,
            "labels": LABELS.values(),
        }
        return TemplateResponse(request, "admin/people/staff/import.html", context)

    def preview_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what would change; on confirmation write it."""
        self._require_keeper(request)
        upload = Upload.kept(request, token)
        guesses = upload.guesses()
        likeliest = guesses[0].encoding if guesses else ""
        initial = {"effective_on": timezone.localdate().isoformat(), "encoding": likeliest}
        given = request.POST if request.method == "POST" else {**initial, **request.GET.dict()}
        form = PreviewForm(given, encodings=[guess.encoding for guess in guesses] or list(ENCODINGS))
        plan, wrong, listed = None, "", []
        if form.is_valid():
            try:
                listed = upload.rows(form.cleaned_data["encoding"] if guesses else "")
                plan = self._plan(request, listed, form.cleaned_data["effective_on"])
            except SheetError as error:
                wrong = str(error)
        if request.method == "POST" and plan and self._confirmed(request, form, plan):
            try:
                return self._apply(request, upload, listed, form)
            except Refusal as refusal:
                wrong = refusal.message
        return self._preview(request, upload, form, plan, wrong, guesses)

    def exports_view(self, request: HttpRequest) -> HttpResponse:
        """Offer the formats."""
        if not self._may_export(request):
            raise PermissionDenied
        context = {
            **self._list_context(request, _("Export staff")),
            "formats": [(kind, label) for kind, (_suffix, _encoding, label) in FORMATS.items()],
            "count": self._exported(request).count(),
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
        }
        return TemplateResponse(request, "admin/people/staff/exports.html", context)

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The list as filtered, of staff whose records the user may see."""
        if not self._may_export(request):
            raise PermissionDenied
        if kind not in FORMATS:
            raise Http404
        today, suffix = timezone.localdate(), FORMATS[kind][0]
        try:
            content = write_staff_list(self._exported(request), today, kind)
        except SheetError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:people_staff_changelist"))
        name = f'attachment; filename="staff-{today.isoformat()}.{suffix}"'
        return HttpResponse(content, content_type=TYPES[suffix], headers={"Content-Disposition": name})

    def _exported(self, request: HttpRequest) -> Any:
        shown = self.get_changelist_instance(request).get_queryset(request)
        return Staff.objects.visible_to(request.user).filter(pk__in=shown.order_by().values("pk"))

    def _may_export(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_role(*SEES_EVERYBODY) or user.is_manager

    def _require_keeper(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _list_context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        back = reverse("admin:people_staff_changelist")
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "back": back}

    def _plan(self, request: HttpRequest, listed: list[ListedRow], effective_on: date) -> Plan:
        return plan_staff_list(listed, what_is_known(**limits_of(request.user)), effective_on)

    def _confirmed(self, request: HttpRequest, form: PreviewForm, plan: Plan) -> bool:
        if "confirm" not in request.POST:
            return False
        if plan.with_status(REJECTED) and not form.cleaned_data["leave_out"]:
            form.add_error(
                "leave_out", _("Correct the rejected rows in the file, or say that they are left out.")
            )
            return False
        return True

    def _apply(
        self, request: HttpRequest, upload: Upload, listed: list[ListedRow], form: PreviewForm
    ) -> HttpResponse:
        actor: Any = request.user
        plan = apply_staff_list(
            listed=listed,
            effective_on=form.cleaned_data["effective_on"],
            digest=form.cleaned_data["digest"],
            by=actor,
            at=timezone.now(),
            **limits_of(actor),
        )
        upload.forget(request)
        count = len(plan.with_status(NEW, CHANGED))
        text = ngettext(
            "%(count)s member of staff was imported.", "%(count)s members of staff were imported.", count
        )
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(reverse("admin:people_staff_changelist"))

    def _preview(
        self,
        request: HttpRequest,
        upload: Upload,
        form: PreviewForm,
        plan: Plan | None,
        wrong: str,
        guesses: list[Guess],
    ) -> HttpResponse:
        context = {
            **self._list_context(request, _("Preview of %(name)s") % {"name": upload.name}),
            "form": form,
            "media": self.media + form.media,
            "wrong": wrong,
            "guesses": guesses,
            "encoding": form.data.get("encoding"),
            "digest": plan.digest() if plan else "",
            "groups": _groups(plan) if plan else [],
            "rejected": len(plan.with_status(REJECTED)) if plan else 0,
            "writes": len(plan.with_status(NEW, CHANGED)) if plan else 0,
        }
        return TemplateResponse(request, "admin/people/staff/preview.html", context)


def _groups(plan: Plan) -> list[dict[str, Any]]:
    """The rows by status, those to look at first; long groups are cut."""
    titles = {
        REJECTED: _("Rejected"),
        CHANGED: _("Changed"),
        NEW: _("New"),
        UNCHANGED: _("Unchanged"),
    }
    groups = []
    for status, title in titles.items():
        rows = plan.with_status(status)
        shown = [] if status == UNCHANGED else rows[:SHOWN]
        more = len(rows) - len(shown) if shown else 0
        groups.append({"status": status, "title": title, "count": len(rows), "rows": shown, "more": more})
    return groups
