"""A manual's version in the admin: its page, its review and its publication."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from people.admin.pages import AuditedAdmin
from training.errors import ManualError, VersionNotReady
from training.forms.manuals import PublishForm, ReturnForm, VersionWordsForm
from training.manual_changes import changes_between
from training.manual_checks import problems_of
from training.manual_words import change_rows, languages, problem_texts
from training.models import ManualVersion, Standard
from training.queries.manuals import newest_version, standards_in, version_before, written_of
from training.services import manual_editing, manuals


class VersionPages(AuditedAdmin):
    """The pages about a whole version."""

    def version_urls(self, wrap: Callable[..., Any]) -> list[Any]:
        pages = {
            "version": ("", self.version_view),
            "words": ("words/", self.words_view),
            "submit": ("submit/", self.submit_view),
            "return": ("return/", self.return_view),
            "publish": ("publish/", self.publish_view),
            "discard": ("discard/", self.discard_view),
            "changes": ("changes/", self.changes_view),
        }
        return [
            path(f"versions/<int:pk>/{address}", wrap(view), name=f"training_manual_{name}")
            for name, (address, view) in pages.items()
        ]

    def version_or_404(self, request: HttpRequest, pk: int) -> ManualVersion:
        """The version, for whoever may see manuals; drafts only for those who train or oversee it."""
        people = ("manual", "submitted_by", "returned_by", "published_by")
        found = ManualVersion.objects.select_related(*people).filter(pk=pk).first()
        if found is None or not self.has_view_permission(request, found.manual):
            raise Http404
        if found.state != ManualVersion.State.PUBLISHED and not self.sees_drafts(request):
            raise Http404
        return found

    def sees_drafts(self, request: HttpRequest) -> bool:
        """Managers see what is published; duties see what is in work too."""
        user: Any = request.user
        return bool(user.has_role(*self.view_roles, *self.change_roles))

    def refuse_readers(self, request: HttpRequest) -> None:
        """Raise PermissionDenied for those who may look but not change."""
        if not self._may_change(request):
            raise PermissionDenied

    def version_to_change(self, request: HttpRequest, pk: int) -> ManualVersion:
        version = self.version_or_404(request, pk)
        self.refuse_readers(request)
        return version

    def version_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A draft's standards to edit, or a version to read and review, with what is missing in it."""
        version = self.version_or_404(request, pk)
        if request.method == "POST":
            return self.moved(request, version)
        standards = standards_in(version)
        facts = written_of(standards)
        found = problems_of(facts, languages()) if version.state != "published" else []
        stages = [(stage, [one for one in standards if one.stage == stage]) for stage in Standard.Stage]
        missing = {problem.standard for problem in found}
        context = {
            **self.page_context(request, version, str(version)),
            "version": version,
            "stages": stages,
            "missing": missing,
            "forbidding": problem_texts([one for one in found if one.forbids], facts),
            "warnings": problem_texts([one for one in found if not one.forbids], facts),
            "may_change": self._may_change(request),
            "is_own": version.submitted_by_id == request.user.pk,
            "before": version_before(version),
            "in_force": newest_version(version.manual) == version,
            "focus": {way: request.GET.get(way, "") for way in ("up", "down")},
        }
        return TemplateResponse(request, "admin/training/manual/version.html", context)

    def moved(self, request: HttpRequest, version: ManualVersion) -> HttpResponse:
        """Move a standard and come back with the button in focus, so that it can be pressed again."""
        self.refuse_readers(request)
        way = "up" if "up" in request.POST else "down"
        code, actor = request.POST.get(way, ""), request.user
        by: Any = actor
        try:
            places = -1 if way == "up" else 1
            manual_editing.move_standard(version=version, code=code, places=places, by=by, at=timezone.now())
        except ManualError as refused:
            messages.error(request, refused.message)
            return redirect(self.address_of(version))
        return redirect(f"{self.address_of(version)}?{way}={code}#standard-{code}")

    def words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a draft's foreword, what changed, and the days to acknowledge."""
        version = self.version_to_change(request, pk)
        form = VersionWordsForm(request.POST if request.method == "POST" else None, instance=version)
        by: Any = request.user

        def save(cleaned: dict[str, Any]) -> str:
            manual_editing.save_words(version=version, **cleaned, by=by, at=timezone.now())
            return _("The texts are saved.")

        more = {"submit": _("Save"), "template": "admin/training/manual/words.html"}
        return self.act(request, version, form, _("Foreword and days"), save, **more)

    def submit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a draft to review."""
        version = self.version_to_change(request, pk)
        by: Any = request.user

        def send(_cleaned: dict[str, Any]) -> str:
            manuals.send_to_review(version=version, by=by, at=timezone.now())
            return _("The version is in review. Somebody else publishes it or returns it.")

        explanation = _("Nobody edits it until it is returned. Somebody else than you publishes it.")
        form = Form(request.POST if request.method == "POST" else None)
        more = {"submit": _("Send to review"), "explanation": explanation}
        return self.act(request, version, form, _("Send to review"), send, **more)

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a version back with words that say what to mend."""
        version = self.version_to_change(request, pk)
        by: Any = request.user

        def give_back(cleaned: dict[str, Any]) -> str:
            manuals.return_version(version=version, **cleaned, by=by, at=timezone.now())
            return _("The version is returned and can be edited again.")

        form = ReturnForm(request.POST if request.method == "POST" else None)
        return self.act(request, version, form, _("Return the version"), give_back, submit=_("Return"))

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a reviewed version; shows what changed and what is missing before."""
        version = self.version_to_change(request, pk)
        by: Any = request.user

        def publish(cleaned: dict[str, Any]) -> str:
            manuals.publish_version(version=version, **cleaned, by=by, at=timezone.now())
            return _("Version %(number)s is published. Whoever has to read it is told.") % {
                "number": version.number
            }

        facts = written_of(standards_in(version))
        warnings = problem_texts(problems_of(facts, languages()), facts)
        form: Form = PublishForm(request.POST if request.method == "POST" else None)
        if not warnings:
            del form.fields["despite_missing_languages"]
        more = {
            "submit": _("Publish"),
            "warnings": warnings,
            "rows": self.rows_since(version_before(version), facts),
            "template": "admin/training/manual/publish.html",
        }
        return self.act(
            request,
            version,
            form,
            _("Publish version %(number)s") % {"number": version.number},
            publish,
            **more,
        )

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask before a draft is thrown away."""
        version = self.version_to_change(request, pk)
        if request.method == "POST":
            by: Any = request.user
            try:
                manuals.discard_version(version=version, by=by, at=timezone.now())
                messages.success(request, _("The draft is deleted."))
            except ManualError as refused:
                messages.error(request, refused.message)
            return redirect(self.address_of(version.manual))
        explanation = _("The draft and its standards are deleted. Published versions stay as they are.")
        context = {**self.page_context(request, version, _("Delete the draft")), "explanation": explanation}
        return TemplateResponse(
            request, "admin/people/ask.html", {**context, "submit": _("Delete the draft")}
        )

    def changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what changed against the version before, in all languages."""
        version = self.version_or_404(request, pk)
        before = version_before(version)
        context = {
            **self.page_context(request, version, _("What changed")),
            "version": version,
            "before": before,
            "rows": self.rows_since(before, written_of(standards_in(version))),
        }
        return TemplateResponse(request, "admin/training/manual/changes.html", context)

    @staticmethod
    def rows_since(before: ManualVersion | None, now: list[Any]) -> list[dict[str, Any]]:
        old = written_of(standards_in(before)) if before else []
        return change_rows(changes_between(old, now, languages())) if before else []

    def act(
        self,
        request: HttpRequest,
        version: ManualVersion,
        form: Any,
        title: str,
        answer: Callable[[Any], str],
        **more: Any,
    ) -> HttpResponse:
        """Show a form about a version; once it is valid do it, and say so or everything that speaks against it."""
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, answer(form.cleaned_data))
                return redirect(self.address_of(version))
            except VersionNotReady as refused:
                for problem in refused.problems:
                    form.add_error(None, problem)
            except ManualError as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        context = {**self.page_context(request, version, title), "form": form, "media": self.media, **more}
        template = more.get("template", "admin/people/ask.html")
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)
