"""One customer's history in the portal, for agents who handle a request of theirs and for the duties that see all."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from feedback.access import SEES_SERVICE, requests_worked_by
from feedback.forms.customers import TimelineForm
from feedback.models import Customer, ServiceRequest
from feedback.queries.customer_timeline import CustomerTimeline
from feedback.queries.customers import shown_taggings, survivor_of

PER_PAGE = 25


@login_required
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened with a customer, whatever the channel; an old id leads to the one that stays."""
    found = Customer.objects.filter(pk=pk).first()
    survivor = survivor_of(pk) if found is None else None
    if survivor is not None:
        return redirect("feedback:customer", survivor)
    if found is None or not may_see_customer(request.user, found):
        raise Http404
    form = TimelineForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    events: Any = CustomerTimeline(found, request.user, kind)
    context = {
        "customer": found,
        "form": form,
        "page": Paginator(events, PER_PAGE).get_page(request.GET.get("page")),
        "taggings": shown_taggings().filter(customer=found),
    }
    return render(request, "feedback/customer.html", context)


def may_see_customer(user: Any, customer: Customer) -> bool:
    """Whether the user's duty is customers, or the user works on a request of this one."""
    if user.has_role(*SEES_SERVICE):
        return True
    return requests_worked_by(user, ServiceRequest.objects.filter(customer=customer)).exists()
