"""The libraries of cases and of wording, for everybody at work here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from training.access import sees_training, staff_of
from training.forms.cases import CaseFilterForm, WordingFilterForm
from training.models import Manual, ServiceCase, Standard
from training.queries.cases import found_wordings, newest_standards, published_cases, standards_with_cases

PER_PAGE = 20


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """List published cases, searched by words and standard."""
    _only_colleagues(request)
    codes = standards_with_cases()
    known = newest_standards(codes)
    # A code nobody wrote a standard for stands for itself.
    titles = {code: str(known.get(code, code)) for code in codes}
    form = CaseFilterForm(request.GET, standards=list(titles.items()))
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    found = published_cases(asked.get("q", ""), asked.get("standard", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, titles.get(one.standard_code, "")) for one in page]
    return render(request, "training/cases.html", {"page": page, "rows": rows, "form": form})


@login_required
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published case; archived ones stay readable by their address, what was never published only in the admin."""
    _only_colleagues(request)
    shown = ServiceCase.objects.filter(published_at__isnull=False)
    one = get_object_or_404(shown, code=code)
    standard = newest_standards([one.standard_code]).get(one.standard_code) if one.standard_code else None
    context = {
        "case": one,
        "standard": standard or one.standard_code,
        "manual": _manual_of(standard) if staff_of(request.user) else None,
        "wordings": one.wordings.filter(is_active=True),
    }
    return render(request, "training/case.html", context)


@login_required
def wording_list(request: HttpRequest) -> HttpResponse:
    """List wording in use by situation, ready to be copied."""
    _only_colleagues(request)
    form = WordingFilterForm(request.GET)
    form.is_valid()
    page = Paginator(found_wordings(form.cleaned_data.get("q", "")), PER_PAGE)
    return render(
        request, "training/wordings.html", {"page": page.get_page(request.GET.get("page")), "form": form}
    )


def _manual_of(standard: Standard | None) -> Manual | None:
    """The manual a standard can be read in; drafts cannot."""
    version = standard.version if standard else None
    return version.manual if version and version.published_at else None


def _only_colleagues(request: HttpRequest) -> None:
    """Staff, and those whose duty is training or service without being staff."""
    user: Any = request.user
    if staff_of(user) is None and not (sees_training(user) or user.can_enter_admin):
        raise Http404
