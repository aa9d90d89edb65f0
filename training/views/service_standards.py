"""The public edition of the standards manuals: what customers may expect, without what is said to staff only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from training.models import Standard
from training.queries.manuals import newest_versions, standards_in

PUBLIC = {"manual__is_public": True}


@require_safe
def service_standards(request: HttpRequest) -> HttpResponse:
    """List the manuals with a public edition."""
    _speak(request)
    context = {"versions": newest_versions().filter(**PUBLIC), **_address("training:service_standards")}
    return render(request, "training/service_standards.html", context)


@require_safe
def service_standard(request: HttpRequest, code: str) -> HttpResponse:
    """The public edition of a manual, in one language or in all side by side."""
    _speak(request)
    version = get_object_or_404(newest_versions(), manual__code=code, **PUBLIC)
    standards = standards_in(version)
    stages = [(stage, [one for one in standards if one.stage == stage]) for stage in Standard.Stage]
    context = {
        "version": version,
        "stages": [(stage, found) for stage, found in stages if found],
        "all_languages": request.GET.get("languages") == "all",
        **_address("training:service_standard", code),
    }
    return render(request, "training/service_standard.html", context)


def _speak(request: HttpRequest) -> None:
    """Go on in the language asked for, if it is one of ours."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        translation.activate(asked)


def _address(name: str, *args: Any) -> dict[str, str]:
    """The page's one address, for those who index it."""
    return {"canonical": settings.PUBLIC_URL + reverse(name, args=args)}
