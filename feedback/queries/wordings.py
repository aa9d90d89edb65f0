"""Wording templates ready to be put into a reply: in the customer's language, with names filled in."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.models import ServiceRequest
from training.models import Wording


@dataclass(frozen=True)
class ReadyWording:
    """A template as the reply box offers it: found by shortcut or situation, its text as the customer will read it."""

    shortcut: str
    situation: str
    text: str

    def as_facts(self) -> dict[str, str]:
        return asdict(self)


def language_of(one: ServiceRequest) -> str:
    """The language to write to the customer in."""
    of_customer = one.customer.language if one.customer else ""
    return one.language or of_customer or settings.LANGUAGE_CODE


def wordings_for(one: ServiceRequest, user: Any) -> list[ReadyWording]:
    """Return the templates in use, by shortcut; one query."""
    language, names = language_of(one), _names(one, user)
    return [
        ReadyWording(wording.shortcut, str(wording), _filled(_text_in(wording, language), names))
        for wording in Wording.objects.filter(is_active=True)
    ]


def _text_in(wording: Wording, language: str) -> str:
    parts = (wording.empathy, wording.answer, wording.follow_up)
    return "\n\n".join(text for part in parts if (text := part.in_language(language)))


def _names(one: ServiceRequest, user: Any) -> dict[str, str]:
    staff = getattr(user, "staff", None)
    customer = one.contact_name or (one.customer.name if one.customer else "")
    return {
        "{customer}": customer or _("customer"),
        "{number}": one.number,
        "{agent}": staff.name if staff else user.get_full_name() or user.username,
    }


def _filled(text: str, names: dict[str, str]) -> str:
    # Plain replacement, as other braces in a text mean nothing.
    for place, name in names.items():
        text = text.replace(place, name)
    return text
