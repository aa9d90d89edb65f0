"""Who has not read a manual: the list, its export, and a reminder."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from starservice.web.downloads import table_response
from training.access import SEES_TRAINING, staff_seen
from training.admin.manual_versions import VersionPages
from training.models import ManualVersion
from training.queries.manuals import Duty, Readers, duties, newest_version, reader_counts
from training.services.reading import remind_now

ON_A_PAGE = 50


class ReaderPages(VersionPages):
    """The pages about who has not acknowledged the version in force."""

    def reader_urls(self, wrap: Callable[..., Any]) -> list[Any]:
        pages = {
            "unread": ("unread/", self.unread_view),
            "unread_export": ("unread/<str:kind>/", self.unread_export_view),
            "remind": ("remind/", require_POST(self.remind_view)),
        }
        return [
            path(f"versions/<int:pk>/{address}", wrap(view), name=f"training_manual_{name}")
            for name, (address, view) in pages.items()
        ]

    def get_list_display(self, request: HttpRequest) -> Any:
        """The list's columns and, for the user's reach, how many have acknowledged; one query for all rows."""
        found: dict[int, Readers] = {}
        is_asked: list[bool] = []

        def read(manual: Any) -> str:
            if not is_asked:
                found.update(reader_counts(timezone.localdate(), staff=self.reach_ids(request)))
                is_asked.append(True)
            return _acknowledged(manual, found)

        read.short_description = gettext_lazy("acknowledged")  # type: ignore[attr-defined]
        return [*super().get_list_display(request), read]

    def reach_ids(self, request: HttpRequest) -> list[int] | None:
        """Ids of the staff whose reading the user sees; None is everybody."""
        user: Any = request.user
        if user.has_role_everywhere(*SEES_TRAINING):
            return None
        return list(staff_seen(user).values_list("pk", flat=True))

    def waiting(self, request: HttpRequest, pk: int) -> tuple[ManualVersion, list[Duty]]:
        """The version in force and who of the user's reach has not acknowledged it, the soonest due first."""
        version = self.version_or_404(request, pk)
        newest = newest_version(version.manual)
        if newest is None or newest.pk != version.pk:
            raise Http404
        found = duties(timezone.localdate(), version=version, staff=self.reach_ids(request), unread_only=True)
        return version, found

    def unread_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List who has not acknowledged the version in force."""
        version, found = self.waiting(request, pk)
        today = timezone.localdate()
        counts = reader_counts(today, staff=self.reach_ids(request)).get(version.pk)
        context = {
            **self.page_context(request, version, _("Who has not read it")),
            "version": version,
            "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
            "counts": counts,
            "today": today,
            "late": sum(one.due_on < today for one in found),
        }
        return TemplateResponse(request, "admin/training/manual/unread.html", context)

    def unread_export_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """The same list as a file."""
        version, found = self.waiting(request, pk)
        headings = [
            _("Employee number"),
            _("Name"),
            _("Department"),
            _("Manager"),
            _("Opened"),
            _("Due on"),
        ]
        rows = (
            [one.employee_no, one.name, one.department or "", one.manager or "", _moment(one), one.due_on]
            for one in found
        )
        name = f"{version} {_('not read')}"
        return table_response(kind=kind, name=name, headings=headings, rows=rows)

    def remind_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell all of them again, at most once a day."""
        version, _found = self.waiting(request, pk)
        by: Any = request.user
        told = remind_now(version=version, staff=self.reach_ids(request), by=by, at=timezone.now())
        text = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", told)
        if told:
            messages.success(request, text % {"count": told})
        else:
            messages.info(request, _("Nobody new is reminded: all were today, or have no sign-in."))
        return redirect("admin:training_manual_unread", pk)


def _moment(duty: Duty) -> Any:
    return timezone.localtime(duty.opened_at) if duty.opened_at else ""


def _acknowledged(manual: Any, counts: dict[int, Readers]) -> str:
    """How many of how many, leading to who has not."""
    version = next((one for one in manual.all_versions if one.pk in counts), None)
    if version is None:
        return "–"
    address = reverse("admin:training_manual_unread", args=[version.pk])
    readers = counts[version.pk]
    text = _("%(done)s of %(of)s") % {"done": readers.done, "of": readers.of}
    return format_html('<a href="{}">{}</a>', address, text)
