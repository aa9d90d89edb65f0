"""Bring and take questions: upload, preview, confirm; export as workbook, table or GIFT."""

import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from people.admin.pages import posted
from people.admin.uploads import WaitingFile
from starservice.lib.refusals import Refusal
from starservice.sheets import (
    ENCODINGS,
    TEXT_SUFFIXES,
    Guess,
    SheetError,
    open_table,
)
from starservice.sheets.writing import CSV_TYPE, XLSX_TYPE, csv_pieces, write_xlsx
from training.forms.question_import import GIFT_SUFFIXES, QuestionFileForm, QuestionPreviewForm
from training.models import Rubric
from training.questionlist import (
    ListedQuestion,
    Plan,
    gift_of,
    headings,
    plan_questions,
    read_gift_list,
    read_sheet,
    rows_of,
)
from training.questionlist.planning import CHANGED, NEW, REJECTED, UNCHANGED
from training.services.question_import import import_questions

SHOWN = 100
DECIDED = ("topic", "rubric", "state")


class Upload(WaitingFile):
    """A list of questions that waits for confirmation."""

    folder = "question-lists"
    session_key = "question_lists"
    text_suffixes = (*TEXT_SUFFIXES, *GIFT_SUFFIXES)

    @property
    def is_gift(self) -> bool:
        return self.name.lower().endswith(GIFT_SUFFIXES)

    def rows(self, encoding: str, language: str) -> list[ListedQuestion]:
        """Raises SheetError for what cannot be read."""
        with self.opened() as stored:
            if self.is_gift:
                return read_gift_list(_decoded(stored.read(), encoding), language)
            table = open_table(stored.file, name=self.name, encoding=encoding or None)
            return read_sheet(table, language)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        raise SheetError(
            _("The text is not in the encoding %(encoding)s; choose another one.") % {"encoding": encoding}
        ) from None


def import_view(pages: Any, request: HttpRequest) -> HttpResponse:
    """Ask for the file."""
    _require_keeper(pages, request)
    form = QuestionFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = Upload.keep(request, form.cleaned_data["file"])
        return HttpResponseRedirect(reverse("admin:training_question_import_preview", args=[upload.token]))
    context = {
        **_context(pages, request, _("Import questions")),
        "form": form,
        "media": pages.media + form.media,
        "columns": headings(),
    }
    return TemplateResponse(request, "admin/training/question/import.html", context)


def preview_view(pages: Any, request: HttpRequest, token: str) -> HttpResponse:
    """Show what would change; on confirmation write it."""
    _require_keeper(pages, request)
    upload = Upload.kept(request, token)
    guesses = upload.guesses()
    given = request.POST if request.method == "POST" else {**_usual(guesses), **request.GET.dict()}
    form = QuestionPreviewForm(given, encodings=[guess.encoding for guess in guesses] or list(ENCODINGS))
    plan, wrong, listed = None, "", []
    if form.is_valid():
        try:
            encoding = form.cleaned_data["encoding"] if guesses else ""
            listed = upload.rows(encoding, form.cleaned_data["language"])
            plan = plan_questions(listed, **_decided(form))
        except SheetError as error:
            wrong = str(error)
    if request.method == "POST" and plan and _confirmed(request, form, plan):
        try:
            return _apply(request, upload, listed, form)
        except Refusal as refusal:
            wrong = refusal.message
    return _preview(pages, request, upload, form, plan, wrong, guesses)


def export_view(pages: Any, request: HttpRequest, kind: str) -> HttpResponse:
    """The questions as filtered: a workbook or table in all languages, or GIFT in the reader's."""
    if not pages.has_view_permission(request):
        raise PermissionDenied
    shown = pages.get_changelist_instance(request).get_queryset(request)
    questions = shown.select_related("topic", "rubric").prefetch_related("options").order_by("topic", "code")
    name = f"questions-{timezone.localdate().isoformat()}.{kind}"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "gift":
        text = gift_of(questions, get_language() or "en")
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=attached)
    if kind == "csv":
        return HttpResponse(
            b"".join(csv_pieces(headings(), rows_of(questions))), content_type=CSV_TYPE, headers=attached
        )
    if kind != "xlsx":
        raise Http404
    file = io.BytesIO()
    write_xlsx(file, headings(), rows_of(questions), title=_("Questions"))
    return HttpResponse(file.getvalue(), content_type=XLSX_TYPE, headers=attached)


def _require_keeper(pages: Any, request: HttpRequest) -> None:
    if not pages.has_add_permission(request):
        raise PermissionDenied


def _usual(guesses: list[Guess]) -> dict[str, Any]:
    rubric = Rubric.objects.filter(code="written-answer").first()
    return {
        "language": get_language() or "en",
        "state": "draft",
        "rubric": rubric.pk if rubric else "",
        "encoding": guesses[0].encoding if guesses else "",
    }


def _decided(form: QuestionPreviewForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in DECIDED}


def _context(pages: Any, request: HttpRequest, title: str) -> dict[str, Any]:
    back = reverse("admin:training_question_changelist")
    return {**pages.admin_site.each_context(request), "opts": pages.opts, "title": title, "back": back}


def _confirmed(request: HttpRequest, form: QuestionPreviewForm, plan: Plan) -> bool:
    if "confirm" not in request.POST:
        return False
    if plan.with_status(REJECTED) and not form.cleaned_data["leave_out"]:
        form.add_error(
            "leave_out", _("Correct the rejected questions in the file, or say that they are left out.")
        )
        return False
    return True


def _apply(
    request: HttpRequest, upload: Upload, listed: list[ListedQuestion], form: QuestionPreviewForm
) -> HttpResponse:
    by: Any = request.user
    digest = form.cleaned_data["digest"]
    plan = import_questions(listed=listed, digest=digest, by=by, at=timezone.now(), **_decided(form))
    upload.forget(request)
    count = len(plan.with_status(NEW, CHANGED))
    text = ngettext("%(count)s question was imported.", "%(count)s questions were imported.", count)
    messages.success(request, text % {"count": count})
    return HttpResponseRedirect(reverse("admin:training_question_changelist"))


def _preview(
    pages: Any,
    request: HttpRequest,
    upload: Upload,
    form: QuestionPreviewForm,
    plan: Plan | None,
    wrong: str,
    guesses: list[Guess],
) -> HttpResponse:
    context = {
        **_context(pages, request, _("Preview of %(name)s") % {"name": upload.name}),
        "form": form,
        "wrong": wrong,
        "guesses": guesses,
        "is_gift": upload.is_gift,
        "encoding": form.data.get("encoding"),
        "digest": plan.digest() if plan else "",
        "groups": _groups(plan) if plan else [],
        "rejected": len(plan.with_status(REJECTED)) if plan else 0,
        "writes": len(plan.with_status(NEW, CHANGED)) if plan else 0,
    }
    return TemplateResponse(request, "admin/training/question/preview.html", context)


def _groups(plan: Plan) -> list[dict[str, Any]]:
    """The rows by status, those to look at first; long groups are cut."""
    titles = {REJECTED: _("Rejected"), CHANGED: _("Changed"), NEW: _("New"), UNCHANGED: _("Unchanged")}
    groups = []
    for status, title in titles.items():
        rows = plan.with_status(status)
        shown = [] if status == UNCHANGED else rows[:SHOWN]
        more = len(rows) - len(shown) if shown else 0
        groups.append({"status": status, "title": title, "count": len(rows), "rows": shown, "more": more})
    return groups
