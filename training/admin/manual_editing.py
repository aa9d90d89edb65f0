"""A draft's standards in the admin, one by one in all languages."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from training.admin.manual_versions import VersionPages
from training.errors import ManualError
from training.forms.manuals import INDICATORS, StandardForm
from training.models import ManualVersion, Standard, StandardIndicator
from training.services import manual_editing


class StandardPages(VersionPages):
    """The pages that add, change and remove a standard of a draft."""

    def standard_urls(self, wrap: Callable[..., Any]) -> list[Any]:
        pages = {
            "add_standard": ("add/<slug:stage>/", self.add_standard_view),
            "standard": ("standard/<slug:code>/", self.standard_view),
            "remove_standard": ("remove/<slug:code>/", self.remove_standard_view),
        }
        return [
            path(f"versions/<int:pk>/{address}", wrap(view), name=f"training_manual_{name}")
            for name, (address, view) in pages.items()
        ]

    def draft_to_change(self, request: HttpRequest, pk: int) -> ManualVersion:
        version = self.version_to_change(request, pk)
        if version.state != ManualVersion.State.DRAFT:
            raise Http404
        return version

    def add_standard_view(self, request: HttpRequest, pk: int, stage: str) -> HttpResponse:
        """Ask for a new standard's texts and indicators."""
        draft = self.draft_to_change(request, pk)
        if stage not in Standard.Stage.values:
            raise Http404
        return self.edit_standard(request, draft, Standard(version=draft, stage=stage))

    def standard_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """Change a standard's texts and indicators."""
        draft = self.draft_to_change(request, pk)
        return self.edit_standard(request, draft, _found(draft, code))

    def edit_standard(self, request: HttpRequest, draft: ManualVersion, standard: Standard) -> HttpResponse:
        replaces, posted = standard.code, request.POST if request.method == "POST" else None
        indicators = standard.indicators.order_by("order", "pk") if standard.pk else ()
        initial = [_initial(one) for one in indicators]
        title = str(standard) if replaces else _("Add a standard")
        form = StandardForm(posted, instance=standard)
        rows = INDICATORS(posted, initial=initial, prefix="indicator")
        if posted is not None and all([form.is_valid(), rows.is_valid()]):
            by: Any = request.user
            values = {"fields": form.cleaned_data, "indicators": rows.values(), "replaces": replaces}
            try:
                saved = manual_editing.save_standard(version=draft, **values, by=by, at=timezone.now())
                return redirect(f"{self.address_of(draft)}#standard-{saved.code}")
            except ManualError as refused:
                form.add_error(refused.field, refused.message)
        context = {
            **self.page_context(request, draft, title),
            "form": form,
            "rows": rows,
            "code": replaces,
        }
        is_refused = bool(form.errors or rows.total_error_count())
        return TemplateResponse(
            request, "admin/training/manual/standard.html", context, status=422 if is_refused else 200
        )

    def remove_standard_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """Ask before a standard is taken out of the draft."""
        draft = self.draft_to_change(request, pk)
        standard = _found(draft, code)
        if request.method == "POST":
            by: Any = request.user
            manual_editing.remove_standard(version=draft, code=code, by=by, at=timezone.now())
            return redirect(self.address_of(draft))
        explanation = _("“%(standard)s” is taken out of the draft. Published versions keep it.") % {
            "standard": standard
        }
        context = {**self.page_context(request, draft, _("Remove the standard")), "explanation": explanation}
        return TemplateResponse(request, "admin/people/ask.html", {**context, "submit": _("Remove")})


def _found(draft: ManualVersion, code: str) -> Standard:
    standard = draft.standards.filter(code=code).first()
    if standard is None:
        raise Http404
    return standard


def _initial(indicator: StandardIndicator) -> dict[str, Any]:
    """An indicator as its form shows it: the target without zeros that say nothing."""
    fields = ("name", "comparison", "unit")
    target = f"{indicator.target.normalize():f}"
    return {**{name: getattr(indicator, name) for name in fields}, "target": target}
