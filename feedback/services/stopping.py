"""Customers who want no more surveys, and those who change their mind."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from feedback import tokens
from feedback.models import Customer, StopLink


def stop_token_of(customer: Customer) -> str:
    """Return the token of a customer's link out of surveys; the same in every letter, and good for ever."""
    seed = tokens.new_seed()
    token = tokens.stop_token_for(settings.SECRET_KEY, seed)
    made = {"seed": seed, "token_hash": tokens.hash_of(token)}
    link, _is_new = StopLink.objects.get_or_create(customer=customer, defaults=made)
    token = tokens.stop_token_for(settings.SECRET_KEY, link.seed)
    if tokens.hash_of(token) != bytes(link.token_hash):  # the server has another key now
        StopLink.objects.filter(pk=link.pk).update(token_hash=tokens.hash_of(token))
    return token


def behind_stop_link(token: str) -> Customer | None:
    """The customer a link out of surveys belongs to."""
    return Customer.objects.filter(stop_link__token_hash=tokens.hash_of(token)).first()


def stop_surveys(*, customer: Customer, at: datetime) -> None:
    """Ask this customer no more, nor whoever else is known by the same address."""
    same_address(customer).filter(no_surveys_since__isnull=True).update(no_surveys_since=at)


def allow_surveys(*, customer: Customer) -> None:
    """Ask this customer again."""
    same_address(customer).update(no_surveys_since=None)


def same_address(customer: Customer) -> QuerySet[Customer]:
    same = Q(pk=customer.pk)
    if customer.email:
        same |= Q(email=customer.email)
    return Customer.objects.filter(same)
