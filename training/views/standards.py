"""Staff read the standards manuals, see what changed, and acknowledge them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from training.errors import ManualError
from training.manual_changes import changes_between
from training.manual_words import change_rows
from training.models import Acknowledgement, ManualVersion, Standard
from training.queries.manuals import (
    Duty,
    duties,
    newest_versions,
    standards_in,
    standards_with,
    version_before,
    written_of,
)
from training.services import reading
from training.views.portal import for_staff

FOUND_ON_A_PAGE = 20


def _newest(code: str) -> ManualVersion:
    return get_object_or_404(newest_versions(), manual__code=code)


def _published() -> QuerySet[ManualVersion]:
    return ManualVersion.objects.filter(state=ManualVersion.State.PUBLISHED).select_related("manual")


def _duty(staff: Staff, version: ManualVersion) -> Duty | None:
    own = duties(timezone.localdate(), version=version, staff=[staff.pk])
    return own[0] if own else None


@for_staff
def manuals(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the manuals one has to read, the others, and what one acknowledged before; search in all of them."""
    search = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"search": search, "today": timezone.localdate()}
    if search:
        found = standards_with(search, get_language() or "en").prefetch_related("indicators")
        context["page"] = Paginator(found, FOUND_ON_A_PAGE).get_page(request.GET.get("page"))
        return render(request, "training/standards.html", context)
    own = {duty.version_id: duty for duty in duties(context["today"], staff=[staff.pk])}
    versions = list(newest_versions())
    context["mine"] = [(version, own[version.pk]) for version in versions if version.pk in own]
    context["others"] = [version for version in versions if version.pk not in own]
    done = Acknowledgement.objects.filter(staff=staff, acknowledged_at__isnull=False)
    context["history"] = done.select_related("version__manual").order_by("-acknowledged_at", "-pk")
    return render(request, "training/standards.html", context)


@for_staff
def manual(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Read the version in force; who has to acknowledge it opens it first."""
    version = _newest(code)
    duty = _duty(staff, version)
    return _version_page(request, version, duty=duty, earlier=_acknowledged_before(staff, version))


@for_staff
def manual_version(request: HttpRequest, staff: Staff, code: str, number: int) -> HttpResponse:
    """Read a published version as it was."""
    version = get_object_or_404(_published(), manual__code=code, number=number)
    newest = _newest(code)
    return _version_page(request, version, newer=newest if newest.number > number else None)


def _version_page(request: HttpRequest, version: ManualVersion, **more: Any) -> HttpResponse:
    duty = more.get("duty")
    is_shut = duty is not None and duty.opened_at is None
    standards = standards_in(version)
    stages = [
        (stage.value, stage.label, sum(one.stage == stage for one in standards)) for stage in Standard.Stage
    ]
    wanted = request.GET.get("stage", "")
    first = next((value for value, _label, count in stages if count), Standard.Stage.PRE_SALE.value)
    stage = wanted if wanted in Standard.Stage.values else first
    context = {
        "version": version,
        "is_shut": is_shut,
        "stages": stages,
        "stage": stage,
        "standards": [one for one in standards if one.stage == stage],
        "count": len(standards),
        "today": timezone.localdate(),
        **more,
    }
    return render(request, "training/standards_manual.html", context)


@require_POST
@for_staff
def open_manual(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Open the version in force to read it."""
    version = _newest(code)
    reading.open_manual(version=version, staff=staff, at=timezone.now())
    return redirect("training:standards_manual", code)


@require_POST
@for_staff
def acknowledge(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Say that one has read the version the page showed."""
    number = request.POST.get("number", "")
    version = _newest(code)
    if number.isascii() and number.isdigit() and int(number) != version.number:
        # Another was published while this one was read.
        version = get_object_or_404(_published(), manual__code=code, number=min(int(number), 2**31 - 1))
    try:
        reading.acknowledge(version=version, staff=staff, at=timezone.now())
    except ManualError as refused:
        messages.error(request, refused.message)
        return redirect("training:standards_manual", code)
    messages.success(
        request, _("Thank you: you have acknowledged “%(manual)s”.") % {"manual": version.manual}
    )
    return redirect("training:standards")


@for_staff
def changes(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Show what changed since the version one acknowledged, else since the one before."""
    version = _newest(code)
    before = _acknowledged_before(staff, version)
    is_own = before is not None
    before = before or version_before(version)
    rows = []
    if before:
        old, new = written_of(standards_in(before)), written_of(standards_in(version))
        rows = change_rows(changes_between(old, new, [get_language() or "en"]))
    context = {"version": version, "before": before, "is_own": is_own, "rows": rows}
    return render(request, "training/standards_changes.html", context)


def _acknowledged_before(staff: Staff, version: ManualVersion) -> ManualVersion | None:
    """The last version of the manual somebody acknowledged before this one."""
    done = Acknowledgement.objects.filter(
        staff=staff,
        acknowledged_at__isnull=False,
        version__manual=version.manual_id,
        version__number__lt=version.number,
    )
    found = done.select_related("version").order_by("-version__number").first()
    return found.version if found else None
