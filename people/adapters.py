"""How sign-in differs from allauth's own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by HR; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
