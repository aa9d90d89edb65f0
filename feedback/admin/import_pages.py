"""The pages of an import: choose a file, see how it is understood, start, watch, cancel, read the result."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.access import may_import
from feedback.forms.importing import ReadingForm, UploadForm
from feedback.forms.mapping import FileMappingForm
from feedback.models import ImportMapping, ImportRejection, ImportRun
from feedback.queries.mappings import fitting_mappings
from feedback.services.interaction_import import (
    ImportRefusedError,
    begin_import,
    cancel_import,
    keep_upload,
    open_upload,
    preview_import,
)
from starservice.sheets import Guess, SheetError, Table, guess_encodings, read_sample
from starservice.web.downloads import table_response

REJECTIONS_A_PAGE = 100
TEMPLATES = "admin/feedback/importrun"
Status = ImportRun.Status


def importers_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn everybody else away."""

    @wraps(view)
    def guarded(self: "ImportPages", request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return view(self, request, *args, **kwargs)

    return guarded


class ImportPages:
    """Each page authorises, validates, calls one service and answers."""

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    @importers_only
    def upload(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                run = keep_upload(file=form.cleaned_data["file"], by=request.user)
            except SheetError as error:
                form.add_error("file", str(error))
            else:
                return redirect("admin:feedback_importrun_preview", run.pk)
        return self._page(request, "upload", _("Import interactions"), form=form)

    @importers_only
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the first rows as they will be understood, and start the import with what is shown."""
        run = self._draft(pk)
        if request.method == "POST":
            return self._read_or_start(request, run)
        return self._page(request, "preview", _("Check the file"), **_understood(request, run))

    def _read_or_start(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        form = ReadingForm(request.POST, run=run, guesses=_guesses(run), sheets=_sheets(run))
        if not form.is_valid():
            return self._page(request, "preview", _("Check the file"), run=run, form=form)
        run.encoding = form.cleaned_data.get("encoding", run.encoding)
        run.sheet = form.cleaned_data.get("sheet", run.sheet)
        run.mapping = form.cleaned_data["mapping"]
        run.save(update_fields=["encoding", "sheet", "mapping"])
        if "start" in request.POST and run.mapping:
            try:
                begin_import(run=run, mapping=run.mapping, by=request.user, at=timezone.now())
            except (SheetError, ImportRefusedError) as error:
                messages.error(request, str(error))
            else:
                return redirect("admin:feedback_importrun_change", run.pk)
        return redirect("admin:feedback_importrun_preview", run.pk)

    @importers_only
    def new_mapping(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which column means what, and keep that for the next file."""
        run = self._draft(pk)
        try:
            with open_upload(run) as table:
                headings = table.headings
        except SheetError as error:
            messages.error(request, str(error))
            return redirect("admin:feedback_importrun_preview", run.pk)
        form = FileMappingForm(request.POST or None, headings=headings)
        if form.is_valid():
            run.mapping = form.save()
            run.save(update_fields=["mapping"])
            messages.success(request, _("The mapping is saved and will be found by itself next time."))
            return redirect("admin:feedback_importrun_preview", run.pk)
        context = {"run": run, "form": form, "media": form.media}
        return self._page(request, "mapping", _("Which column means what?"), **context)

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The moving part of the page; it reloads the page once the import is over."""
        run = self._found(request, pk)
        answer = TemplateResponse(request, f"{TEMPLATES}/_progress.html", {"run": run})
        if run.is_over:
            answer["HX-Refresh"] = "true"
        return answer

    @importers_only
    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return require_POST(lambda _request: HttpResponse())(request)
        run = self._found(request, pk)
        if cancel_import(run=run, at=timezone.now()):
            messages.success(request, _("The import is cancelled; nothing of the file was taken over."))
        else:
            messages.warning(request, _("The import was over already."))
        return redirect("admin:feedback_importrun_change", run.pk)

    def result(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A draft leads on to its preview, a running import shows its progress, a finished one its result."""
        if request.method == "POST":
            raise PermissionDenied  # nobody edits a run
        run = self._found(request, pk)
        if run.status == Status.DRAFT:
            if not may_import(request.user):
                raise Http404
            return redirect("admin:feedback_importrun_preview", run.pk)
        rejections = Paginator(run.rejections.order_by("row_number", "id"), REJECTIONS_A_PAGE)
        page = rejections.get_page(request.GET.get("page"))
        name = "result" if run.is_over else "progress"
        return self._page(
            request, name, run.file_name, run=run, page=page, may_import=may_import(request.user)
        )

    def rejected(self, request: HttpRequest, pk: int) -> Any:
        """The rejected rows as a file."""
        run = self._found(request, pk)
        rows = run.rejections.order_by("row_number", "id").iterator(chunk_size=2_000)
        return table_response(
            kind=request.GET.get("format", "xlsx"),
            name=f"rejected-{run.pk}",
            headings=[_("Row"), _("Column"), _("Value"), _("Reason")],
            rows=(_cells(rejection) for rejection in rows),
        )

    def _found(self, request: HttpRequest, pk: Any) -> ImportRun:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal():
            raise Http404
        run = ImportRun.objects.select_related("mapping", "started_by").filter(pk=pk).first()
        if run is None:
            raise Http404
        return run

    def _draft(self, pk: int) -> ImportRun:
        run = ImportRun.objects.select_related("mapping").filter(pk=pk, status=Status.DRAFT).first()
        if run is None:
            raise Http404
        return run

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        base = self.admin.admin_site.each_context(request)
        list_url = reverse("admin:feedback_importrun_changelist")
        page = {**base, "opts": self.admin.opts, "title": title, "list_url": list_url, **context}
        return TemplateResponse(request, f"{TEMPLATES}/{name}.html", page)


def _guesses(run: ImportRun) -> list[Guess]:
    if not run.encoding or not default_storage.exists(run.stored_path):
        return []
    with default_storage.open(run.stored_path) as file:
        return guess_encodings(read_sample(file))  # type: ignore[arg-type]


def _sheets(run: ImportRun) -> list[str]:
    if run.encoding:
        return []
    try:
        with open_upload(run) as table:
            return table.sheets
    except SheetError:
        return []


def _understood(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """What the page shows: the form, and the first rows or why they cannot be read."""
    guesses = _guesses(run)
    context: dict[str, Any] = {"run": run, "guesses": guesses}
    sheets: list[str] = []
    try:
        with open_upload(run) as table:
            sheets = table.sheets
            context["headings"] = [heading for heading in table.headings if heading]
            run.mapping = run.mapping or _only_fitting(table)
            if run.mapping:
                context["preview"] = preview_import(
                    table=table, mapping=run.mapping, by=request.user, at=timezone.now()
                )
    except (SheetError, ImportRefusedError) as error:
        context["error"] = str(error)
    return context | {"form": ReadingForm(run=run, guesses=guesses, sheets=sheets)}


def _only_fitting(table: Table) -> ImportMapping | None:
    fitting = fitting_mappings(table.headings)
    return fitting[0] if len(fitting) == 1 else None


def _cells(rejection: ImportRejection) -> list[Any]:
    return [rejection.row_number, rejection.heading, rejection.value, rejection.text]
