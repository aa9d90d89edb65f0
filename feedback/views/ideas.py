"""Ideas of staff in the portal: mine, one with its answer, the certificate, the standings."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.forms.suggestion import IdeaForm
from feedback.models import Suggestion
from feedback.queries.suggestions import standings, suggestions_of, suggestions_seen_by
from feedback.services.suggestions import suggest
from feedback.views.invitations import staff_of

PER_PAGE = 20
SHOWN = 50


@login_required
def my_ideas(request: HttpRequest) -> HttpResponse:
    """List one's own ideas with their state and points."""
    staff = staff_of(request)
    own = suggestions_of(staff) if staff else Suggestion.objects.none()
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/idea_list.html", {"staff": staff, "page": page})


@login_required
def new_idea(request: HttpRequest) -> HttpResponse:
    """Take an idea of a member of staff."""
    now, staff = timezone.now(), staff_of(request)
    if staff is None:
        return redirect("feedback:ideas_mine")
    form = IdeaForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        kept = suggest(author=staff, **form.cleaned_data, at=now)
        messages.success(
            request,
            _("Thank you. Your idea is number %(number)s; its answer appears here.")
            % {"number": kept.number},
        )
        return redirect("feedback:idea_mine", kept.pk)
    return render(request, "feedback/idea_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def my_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of one's own ideas and what was answered."""
    staff = staff_of(request)
    found = suggestions_of(staff).filter(pk=pk).first() if staff else None
    if found is None:
        raise Http404
    return render(request, "feedback/idea.html", {"suggestion": found, "awards": found.awards.all()})


@login_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the certificate of an adopted idea, to print: to its author and to whoever reviews ideas."""
    found = Suggestion.objects.select_related("author", "level", "decided_by").filter(pk=pk).first()
    if found is None or not _may_see_certificate(request, found):
        raise Http404
    context = {"suggestion": found, "company": settings.COMPANY_NAME}
    return render(request, "feedback/idea_certificate.html", context)


@login_required
def idea_standings(request: HttpRequest) -> HttpResponse:
    """Show who earned most points for ideas in a year."""
    today = timezone.localdate()
    year = _year(request.GET.get("year", ""), today)
    rows = standings(date(year, 1, 1), date(year, 12, 31))
    staff = staff_of(request)
    context = {
        "rows": rows[:SHOWN],
        "year": year,
        "years": range(today.year, today.year - 3, -1),
        "staff": staff,
        "own": next((row for row in rows if staff and row["staff"] == staff.pk), None),
    }
    return render(request, "feedback/idea_standings.html", context)


def _may_see_certificate(request: HttpRequest, suggestion: Suggestion) -> bool:
    if not suggestion.is_adopted:
        return False
    user: Any = request.user
    if suggestion.author is not None and suggestion.author.user_id == user.pk:
        return True
    return suggestions_seen_by(user, Suggestion.objects.filter(pk=suggestion.pk)).exists()


def _year(text: str, today: date) -> int:
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return asked if 2000 <= asked <= today.year else today.year
