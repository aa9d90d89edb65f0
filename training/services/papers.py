"""The certificate on paper, with a link and a QR code to verify it."""

import io
from datetime import date, datetime
from typing import Any, Literal

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Assignment
from starservice.documents.fonts import MissingGlyph
from starservice.documents.typesetting import typeset
from training.errors import NotPrintable
from training.models import Certificate
from training.services.issuing import link_fields, token_of

# Room for the quiet zone is on the paper: it is white around the code.
QR: dict[str, Any] = {"border": 0, "dark": "#1f2937", "scale": 4}


def make_paper(
    *, certificate: Certificate, language: str, at: datetime, kind: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """Return the certificate as PDF in a language; raises NotPrintable naming the characters no font has."""
    link = verify_link(certificate=certificate)
    with translation.override(language):
        texts = _texts(certificate, link, at)
    try:
        return typeset(
            "certificate",
            texts=texts,
            pictures={"qr": _qr(link)},
            language=language,
            more_fonts=settings.DOCUMENT_FONTS,
            kind=kind,
            dots_per_inch=96 if kind == "png" else None,
        )
    except MissingGlyph as missing:
        raise NotPrintable(_missing(missing.characters)) from missing


@transaction.atomic
def verify_link(*, certificate: Certificate) -> str:
    """Return the public address that verifies a certificate; one issued without gets it now."""
    if not certificate.link_seed:
        found = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if not found.link_seed:
            for name, value in link_fields().items():
                setattr(found, name, value)
            found.save(update_fields=["link_seed", "token_hash"])
        certificate.link_seed, certificate.token_hash = found.link_seed, found.token_hash
    address = reverse("training:verify", args=[token_of(certificate.link_seed)])
    return f"{settings.PUBLIC_URL}{address}"


def title_of(certificate: Certificate) -> str:
    """What a certificate is called, in the language in force."""
    return (str(certificate.kind.title) if certificate.kind else "") or _("Service certification")


def _texts(certificate: Certificate, link: str, at: datetime) -> dict[str, str]:
    kind, last = certificate.kind, certificate.valid_until
    issued = timezone.localdate(certificate.issued_at) if certificate.issued_at else certificate.valid_from
    return {
        "company": settings.COMPANY_NAME,
        "heading": _("Certificate"),
        "title": title_of(certificate),
        "intro": _("This certifies that"),
        "name": certificate.staff.name,
        "place": _place(certificate, timezone.localdate(at)),
        "statement": (str(kind.statement) if kind else "")
        or _("has passed what the standards of our service ask for."),
        "number_label": _("Number"),
        "number": certificate.number,
        "issued_label": _("Issued on"),
        "issued": _written(issued),
        "from_label": _("Valid from"),
        "first": _written(certificate.valid_from),
        "until_label": _("Valid until"),
        "last": _written(last) if last else _("without end"),
        "verify_label": _("Verify this certificate at"),
        "verify": link,
    }


def _place(certificate: Certificate, today: date) -> str:
    """Position and department on the certificate's first day; before that day, today."""
    day = min(certificate.valid_from, today)
    rows = Assignment.objects.on(day).select_related("position", "department")
    place = rows.filter(staff=certificate.staff_id).first()
    return f"{place.position} · {place.department}" if place else ""


def _written(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _qr(link: str) -> str:
    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="svg", **QR)
    return picture.getvalue().decode()


def _missing(characters: str) -> str:
    named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
    return ngettext(
        "The certificate was not made: none of our fonts has the character %(characters)s. The administrator can add a font that has it.",
        "The certificate was not made: none of our fonts has the characters %(characters)s. The administrator can add a font that has them.",
        len(characters),
    ) % {"characters": named}
