"""Writing to customers about their ideas."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.links import suggestion_link
from feedback.models import Suggestion


def email_suggestion_link(*, suggestion_id: int, seed: str) -> bool:
    """Send the link of an idea's page to its author; the token is made anew from the seed and the server's key."""
    token = tokens.token_for(settings.SECRET_KEY, f"suggestion:{seed}")
    found = Suggestion.objects.filter(pk=suggestion_id, token_hash=tokens.hash_of(token)).first()
    return _write(found, "feedback/suggestion_received_email.txt", {"link": suggestion_link(token)})


def email_suggestion_answer(*, suggestion_id: int) -> bool:
    """Tell the author what was decided."""
    found = Suggestion.objects.filter(pk=suggestion_id).first()
    return _write(found, "feedback/suggestion_answer_email.txt", {})


def _write(suggestion: Suggestion | None, template: str, more: dict[str, str]) -> bool:
    if suggestion is None or not suggestion.from_email:
        return False
    with translation.override(suggestion.language or settings.LANGUAGE_CODE):
        context = {"company": settings.COMPANY_NAME, "suggestion": suggestion, **more}
        subject = _("%(company)s: your idea %(number)s") % {
            "company": settings.COMPANY_NAME,
            "number": suggestion.number,
        }
        body = render_to_string(template, context)
        EmailMessage(subject, body, to=[suggestion.from_email]).send()
    return True
