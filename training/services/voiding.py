"""Take an attempt out of the count."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from training.errors import AlreadyVoid
from training.models import Attempt


@transaction.atomic
def void_attempt(*, attempt: Attempt, reason: str, by: User | None, at: datetime) -> Attempt:
    """Void an attempt, open or graded: it counts for nothing and against nobody. Raises AlreadyVoid.

    Its score goes, the audit trail keeps it. A certificate that was issued upon it is revoked by hand.
    """
    attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if attempt.state == Attempt.State.VOID:
        raise AlreadyVoid(_("This attempt is void already."))
    attempt.state, attempt.void_reason = Attempt.State.VOID, reason
    attempt.score = attempt.passed = None
    with acting(by, at):
        attempt.save(update_fields=["state", "void_reason", "score", "passed"])
    return attempt
