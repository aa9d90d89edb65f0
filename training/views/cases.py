"""The libraries of cases and of wording, for everybody at work here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from training.access import sees_training, staff_of
from training.forms.cases import CaseFilterForm, WordingFilterForm
from training.models import ServiceCase, Standard
from training.queries.cases import found_wordings, published_cases, standards_with_cases

PER_PAGE = 20


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """List published cases, searched by words and standard."""
    _only_colleagues(request)
    titles = standard_titles(standards_with_cases())
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
    titles = standard_titles([one.standard_code] if one.standard_code else [])
    context = {
        "case": one,
        "standard": titles.get(one.standard_code, ""),
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


def standard_titles(codes: list[str]) -> dict[str, str]:
    """What standards are called in their newest version; a code nobody wrote a standard for stands for itself."""
    titles = {code: code for code in codes}
    for standard in Standard.objects.filter(code__in=codes).order_by("version__number", "pk"):
        titles[standard.code] = str(standard)
    return titles


def _only_colleagues(request: HttpRequest) -> None:
    """Staff, and those whose duty is training or service without being staff."""
    user: Any = request.user
    if staff_of(user) is None and not (sees_training(user) or user.can_enter_admin):
        raise Http404
