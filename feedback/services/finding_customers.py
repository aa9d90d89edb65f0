"""Who a contact belongs to: one customer across channels, whoever took the request in."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Lower

from feedback.contacts import phone_key, plain_email, plain_phone
from feedback.models import Customer


@dataclass(frozen=True)
class Contact:
    """How a customer says to be called and reached; strangers are never told whether we know them."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_reachable(self) -> bool:
        return bool(plain_email(self.email) or plain_phone(self.phone))


def customer_of(contact: Contact, language: str = "") -> Customer | None:
    """Return the customer with this e-mail, else with this phone, else a new one; None without either.

    Two requests at once make one customer. What is known stays: only what was empty is filled in.
    """
    email, phone = plain_email(contact.email), plain_phone(contact.phone)
    if not (email or phone):
        return None
    for known in (email, phone):
        _hold(known)
    customer = with_email(email).first() or with_phone(contact.phone).first() or Customer()
    before = vars(customer).copy()
    customer.name = customer.name or contact.name.strip()[:100]
    customer.email = customer.email or email
    customer.phone = customer.phone or phone
    customer.language = customer.language or language
    if vars(customer) != before:
        customer.save()
    return customer


def with_email(typed: str) -> QuerySet[Customer]:
    """Customers with an e-mail address, the one known longest first."""
    known = (
        Customer.objects.exclude(email="").filter(erased_at__isnull=True).annotate(lower_email=Lower("email"))
    )
    return known.filter(lower_email=plain_email(typed)).order_by("pk")


def with_phone(typed: str) -> QuerySet[Customer]:
    """Customers with a phone number however written, the one known longest first."""
    key = phone_key(typed) if plain_phone(typed) else None
    return (
        Customer.objects.exclude(phone="").filter(erased_at__isnull=True).filter(phone_key=key).order_by("pk")
    )


def _hold(contact: str) -> None:
    """Let requests with the same contact wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)) WHERE %s <> ''",
            [f"customer:{contact}", contact],
        )
