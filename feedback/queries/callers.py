"""Who is calling: customers by something only they would say, and what they asked lately."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from feedback.access import requests_seen_by
from feedback.contacts import phone_key, plain_email
from feedback.models import Customer, ServiceRequest
from feedback.numbers import id_in

MOST_FOUND = 10
MOST_SHOWN = 5
FEWEST_DIGITS = 5


def callers(user: Any, words: str) -> list[Customer]:
    """Customers with exactly this phone, e-mail, customer number or request: nobody can leaf through them here."""
    typed = words.strip()
    if not typed:
        return []
    match = Q(external_id=typed) & ~Q(external_id="")
    if len(phone_key(typed)) >= FEWEST_DIGITS:
        match |= Q(phone_key=phone_key(typed)) & ~Q(phone="")
    if "@" in typed:
        match |= Q(lower_email=plain_email(typed)) & ~Q(email="")
    pk = id_in(typed)
    if pk is not None:
        seen = requests_seen_by(user, ServiceRequest.objects.filter(pk=pk))
        match |= Q(pk__in=seen.values("customer"))
    found = Customer.objects.annotate(lower_email=Lower("email")).filter(match, erased_at__isnull=True)
    return list(found.order_by("pk")[:MOST_FOUND])


def lately_asked(user: Any, customer: Customer) -> QuerySet[ServiceRequest]:
    """The newest requests of a customer among those the user may read."""
    seen = requests_seen_by(user, ServiceRequest.objects.filter(customer=customer))
    return seen.select_related("category", "agent").order_by("-pk")[:MOST_SHOWN]
