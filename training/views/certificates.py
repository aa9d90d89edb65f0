"""What members of staff see of their own training."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from training.queries import certificates_of

TONES = {"valid": "good", "later": "info", "expired": "warn", "revoked": "bad"}


@login_required
def my_certificates(request: HttpRequest) -> HttpResponse:
    """One's own certificates with what they are today."""
    user: Any = request.user
    staff = getattr(user, "staff", None)
    if staff is None:
        raise Http404
    today = timezone.localdate()
    rows = [(row, state, TONES[state]) for row in certificates_of(staff) for state in [row.state_on(today)]]
    return render(request, "training/my_certificates.html", {"rows": rows})
