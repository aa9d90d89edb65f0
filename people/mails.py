"""Mails about sign-ins, in the reader's language."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from people.models import User


def password_link(user: User) -> str:
    """An absolute address where this user sets a password; good until used or PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.PUBLIC_URL + path


def mail_invitation(user: User) -> None:
    """Send the link to set a password."""
    facts = {"user": user, "link": password_link(user), "days": settings.PASSWORD_RESET_TIMEOUT // 86400}
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = render_to_string("people/mail/invitation_subject.txt", facts).strip()
        text = render_to_string("people/mail/invitation.txt", facts)
    send_mail(subject, text, None, [user.email])
