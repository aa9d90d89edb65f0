"""Taking in requests at the desk: for a caller, and from e-mail files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.access import may_import, may_take_in, requests_seen_by
from feedback.email_words import outcome_words
from feedback.errors import FeedbackError
from feedback.forms.phone_intake import CustomerSearchForm, EmailFilesForm, PhoneIntakeForm
from feedback.models import Customer, ServiceRequest
from feedback.numbers import id_in
from feedback.queries.callers import callers, lately_asked
from feedback.services.attaching import most_bytes, most_bytes_together
from feedback.services.email_import import import_emails
from feedback.services.intake import Contact, open_request
from starservice.web.body_limit import is_too_large, takes_files

Page = Callable[..., HttpResponse]
DIRECT = ("subject", "text", "channel", "kind", "category", "tier", "language", "area", "files")


def for_desk(view: Page) -> Page:
    """Let in who takes in requests; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not may_take_in(request.user):
            raise Http404
        return view(request, *args, **options)

    return guarded


@takes_files(most_bytes_together)
@for_desk
def new_request(request: HttpRequest) -> HttpResponse:
    """Look for the caller, see what they asked lately, and write down what they want."""
    customer = chosen_customer(request)
    form = PhoneIntakeForm(initial=known_of(customer))
    if request.method == "POST":
        form = PhoneIntakeForm(request.POST, request.FILES)
        if is_too_large(request):
            form.add_error("files", _("Together the files are too large; they were not read. Send fewer."))
        if form.is_valid() and (made := take(request, form, customer)):
            return made
    search = CustomerSearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_bound and search.is_valid() else ""
    context = {
        "form": form,
        "search": search,
        "words": words,
        "found": callers(request.user, words),
        "customer": customer,
        "lately": lately_asked(request.user, customer) if customer else [],
        "most_bytes": most_bytes(),
        "most_together": most_bytes_together(),
        "had_files": bool(request.FILES) or is_too_large(request),
        "may_import": may_import(request.user),
    }
    status = 200 if request.method != "POST" else 413 if is_too_large(request) else 422
    return render(request, "feedback/request_new.html", context, status=status)


def chosen_customer(request: HttpRequest) -> Customer | None:
    """The customer somebody found and chose; one that was erased is gone."""
    typed = request.GET.get("customer", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        return None
    return get_object_or_404(Customer, pk=int(typed), erased_at__isnull=True)


def known_of(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        return {}
    return {name: getattr(customer, name) for name in ("name", "phone", "email", "language")}


def take(request: HttpRequest, form: PhoneIntakeForm, customer: Customer | None) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        made = open_request(
            **{name: given[name] for name in DIRECT},
            contact=Contact(given["name"], given["email"], given["phone"]),
            customer=customer,
            at=timezone.now(),
            by=request.user,
        )
    except FeedbackError as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("%(number)s has been taken in.") % {"number": made.number})
    if requests_seen_by(request.user, ServiceRequest.objects.filter(pk=made.pk)).exists():
        return redirect("feedback:request", made.pk)
    return redirect("feedback:request_new")


@login_required
def email_files(request: HttpRequest) -> HttpResponse:
    """Take in e-mail files, and say of each what became of it."""
    if not may_import(request.user):
        raise Http404
    form = EmailFilesForm(request.POST or None, request.FILES or None)
    results: list[dict[str, Any]] = []
    if request.method == "POST":
        form = EmailFilesForm(request.POST, request.FILES)
        if form.is_valid():
            emails = ((file.name, file.read()) for file in form.cleaned_data["emails"])
            done = import_emails(emails=emails, at=timezone.now(), by=request.user)
            results = [
                {
                    "file": one.file,
                    "outcome": one.outcome,
                    "words": outcome_words(one.outcome, one.number, one.detail),
                    "request": id_in(one.number),
                    "refused": one.refused,
                }
                for one in done
            ]
    status = 422 if request.method == "POST" and not results else 200
    return render(request, "feedback/request_emails.html", {"form": form, "results": results}, status=status)
