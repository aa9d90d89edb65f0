"""Customers: their tags, who looks like whom, and where an old id leads."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Length, Lower

from feedback.models import Customer, CustomerMerge, CustomerTagging

SHORTEST_PHONE = 7


def shown_taggings() -> QuerySet[CustomerTagging]:
    """Tags people see: not those held off by hand."""
    rows = CustomerTagging.objects.filter(removed_at__isnull=True)
    return rows.select_related("tag", "given_by").order_by("tag__order", "tag__code")


def with_tags(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Customers with their tags at hand as `shown_tags`."""
    return customers.prefetch_related(Prefetch("taggings", shown_taggings(), to_attr="shown_tags"))


def survivor_of(old_id: int) -> int | None:
    """The id of the customer an old id was merged into."""
    return CustomerMerge.objects.filter(old_id=old_id).values_list("survivor_id", flat=True).first()


def survivors_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Customer id by customer number of merged ones, as other systems may go on naming them."""
    found = CustomerMerge.objects.filter(old_number__in=list(numbers))
    return dict(found.values_list("old_number", "survivor_id"))


def customer_numbered(number: str) -> Customer | None:
    """The customer with a number, or the one into whom that customer was merged."""
    merged = Q(pk__in=CustomerMerge.objects.filter(old_number=number).values("survivor"))
    return Customer.objects.filter(Q(external_id=number) | merged).first() if number else None


def lookalikes(customer: Customer) -> QuerySet[Customer]:
    """Other customers with the same telephone number however it is written, or the same e-mail address."""
    same = Q(pk=None)
    if customer.phone and len(customer.phone_key) >= SHORTEST_PHONE:
        same |= ~Q(phone="") & Q(phone_key=customer.phone_key)
    if customer.email:
        same |= ~Q(email="") & Q(lower_email=customer.email.lower())
    if customer.external_id:
        same |= ~Q(external_id="") & Q(external_id__iexact=customer.external_id.strip())
    others = Customer.objects.annotate(lower_email=Lower("email")).filter(same)
    return others.exclude(pk=customer.pk).order_by("pk")


def duplicate_keys() -> QuerySet[Any, Any]:
    """What several customers share: rows of what ("phone", "email"), key, count, first (lowest id), most first."""
    phones = (
        Customer.objects.exclude(phone="")
        .annotate(size=Length("phone_key"))
        .filter(size__gte=SHORTEST_PHONE)
        .values(what=Value("phone"), key=F("phone_key"))
        .annotate(count=Count("pk"), first=Min("pk"))
        .filter(count__gt=1)
    )
    emails = (
        Customer.objects.exclude(email="")
        .values(what=Value("email"), key=Lower("email"))
        .annotate(count=Count("pk"), first=Min("pk"))
        .filter(count__gt=1)
    )
    names = ("what", "key", "count", "first")
    return phones.values(*names).union(emails.values(*names), all=True).order_by("-count", "first")


def sharing(what: str, keys: Iterable[str]) -> QuerySet[Customer]:
    """Customers who share one of the keys, with `shared` saying which."""
    field = {"phone": F("phone_key"), "email": Lower("email")}[what]
    rows = Customer.objects.exclude(**{what: ""}).annotate(shared=field)
    return rows.filter(shared__in=list(keys)).order_by("pk")
