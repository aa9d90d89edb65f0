"""Praise: the public page, what staff read of theirs, and praise for a colleague."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.errors import FeedbackError
from feedback.forms.praise import ColleaguePraiseForm, PublicPraiseForm
from feedback.models import Commendation
from feedback.queries.commendations import praise_by, praise_of
from feedback.services.commendations import receive_praise
from feedback.views import public_form
from feedback.views.invitations import staff_of
from feedback.views.ready_pages import page

PER_PAGE = 20
GIVEN_SHOWN = 10
PUBLIC = ("about", "words", "happened_on", "from_name", "from_contact")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def public_praise(request: HttpRequest) -> HttpResponse:
    """Take praise from a customer for somebody they name; whether there is such a person is not told."""
    now = timezone.now()
    if not public_form.is_sent(request):
        if not public_form.may_open(request, "praise"):
            return public_form.hurried(request)
        form = PublicPraiseForm(now=now, initial=public_form.typed(request))
        return public_form.show(request, "feedback/praise.html", form)
    form = PublicPraiseForm(request.POST, now=now)
    if not form.is_valid():
        return public_form.show(request, "feedback/praise.html", form, status=422)
    if not public_form.may_send(request, "praise"):
        return public_form.show(request, "feedback/praise.html", public_form.too_many(form), status=429)
    given = {name: form.cleaned_data[name] for name in PUBLIC}
    try:
        receive_praise(**given, at=now, by=public_form.signed_in(request))
    except FeedbackError as refused:
        form.add_error("about", str(refused))
        return public_form.show(request, "feedback/praise.html", form, status=422)
    return redirect("feedback:praise_thanks")


@require_http_methods(["GET", "HEAD"])
def praise_thanks(request: HttpRequest) -> HttpResponse:
    """Thank whoever praised."""
    public_form.speak(request.GET.get("lang", ""))
    return page(request, "feedback/praise_thanks.html", {})


@login_required
def my_praise(request: HttpRequest) -> HttpResponse:
    """Show a member of staff the praise that was accepted, and what they said of colleagues."""
    staff = staff_of(request)
    received = praise_of(staff) if staff else Commendation.objects.none()
    given = praise_by(staff)[:GIVEN_SHOWN] if staff else []
    context = {
        "staff": staff,
        "page": Paginator(received, PER_PAGE).get_page(request.GET.get("page")),
        "given": given,
    }
    return render(request, "feedback/praise_mine.html", context)


@login_required
def give_praise(request: HttpRequest) -> HttpResponse:
    """Praise a colleague; the office reviews it."""
    now = timezone.now()
    form = ColleaguePraiseForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            receive_praise(**form.cleaned_data, at=now, by=request.user)
            messages.success(request, _("Thank you. Your colleague sees it once it has been reviewed."))
            return redirect("feedback:praise_mine")
        except FeedbackError as refused:
            form.add_error("about", str(refused))
    status = 422 if form.errors else 200
    return render(request, "feedback/praise_give.html", {"form": form}, status=status)
