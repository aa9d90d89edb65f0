"""What members of staff see of their own certificates."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from starservice.web.downloads import pdf_response
from starservice.web.qr import qr_svg
from training.errors import CertificateError, PathError
from training.models import Certificate, Suspension
from training.queries import certificates_of
from training.services.papers import make_paper, title_of, verify_link
from training.services.renewals import renew_now, renewable_on
from training.views.portal import for_staff

State = Certificate.State
TONES = {
    State.VALID: "good",
    State.LATER: "info",
    State.EXPIRED: "warn",
    State.SUSPENDED: "bad",
    State.REVOKED: "bad",
}


@dataclass(frozen=True)
class Held:
    """A certificate as its holder sees it today; `suspension` is the one in force, `renewable` whether it can be renewed now."""

    certificate: Certificate
    title: str
    state: Certificate.State
    tone: str
    suspension: Suspension | None
    renewable: bool

    @property
    def printable(self) -> bool:
        return self.state in Certificate.PRINTED


@for_staff
def my_certificates(request: HttpRequest, staff: Staff) -> HttpResponse:
    """One's own certificates with what they are today."""
    today = timezone.localdate()
    rows = list(certificates_of(staff))
    return render(
        request, "training/my_certificates.html", {"rows": [_held(row, rows, today) for row in rows]}
    )


@for_staff
def certificate_paper(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """The certificate as PDF in the reader's language; where a character has no glyph, back with that said."""
    certificate = _own(staff, pk)
    try:
        paper = make_paper(certificate=certificate, language=get_language() or "en", at=timezone.now())
    except CertificateError as refusal:
        messages.error(request, refusal.message)
        return redirect("training:my_certificates")
    return pdf_response(paper, certificate.number)


@for_staff
def certificate_link(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """The link and QR code by which others verify the certificate."""
    certificate = _own(staff, pk)
    link = verify_link(certificate=certificate)
    context = {
        "certificate": certificate,
        "title": title_of(certificate),
        "link": link,
        "qr": qr_svg(link, _("QR code to verify the certificate")),
    }
    return render(request, "training/certificate_link.html", context)


@require_POST
@for_staff
def certificate_renew(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Begin the path that renews the certificate."""
    certificate = get_object_or_404(certificates_of(staff), pk=pk)
    try:
        assignment = renew_now(certificate=certificate, at=timezone.now())
    except (CertificateError, PathError) as refusal:
        messages.error(request, refusal.message)
        return redirect("training:my_certificates")
    messages.success(
        request, _("You are on the path “%(path)s”, which renews it.") % {"path": assignment.path}
    )
    return redirect("training:learn")


def _own(staff: Staff, pk: int) -> Certificate:
    """One's own certificate that is given out as a paper."""
    certificate = get_object_or_404(certificates_of(staff), pk=pk)
    state = certificate.state_on(timezone.localdate())
    if state not in Certificate.PRINTED:
        raise Http404
    return certificate


def _held(certificate: Certificate, all_own: list[Certificate], today: date) -> Held:
    state = certificate.state_on(today)
    first = renewable_on(certificate)
    followed = any(
        row.kind_id == certificate.kind_id and row.valid_from > certificate.valid_from and not row.revoked_on
        for row in all_own
    )
    return Held(
        certificate=certificate,
        title=title_of(certificate),
        state=state,
        tone=TONES[state],
        suspension=certificate.suspension_on(today),
        renewable=state == State.VALID and not followed and first is not None and first <= today,
    )
