"""Write, publish and archive cases."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.services.trail import acting
from training.errors import CaseError
from training.models import ServiceCase

NEEDED = {
    "happened": gettext_lazy("what happened"),
    "root_cause": gettext_lazy("root cause"),
    "gap": gettext_lazy("gap to the standard"),
    "measure": gettext_lazy("measure"),
}


@transaction.atomic
def publish_case(*, case: ServiceCase, by: Any, at: datetime) -> ServiceCase:
    """Show a case to all staff; raises CaseError while what happened, root cause, gap or measure is missing."""
    case = ServiceCase.objects.select_for_update().get(pk=case.pk)
    missing = [str(words) for name, words in NEEDED.items() if not str(getattr(case, name))]
    if missing:
        raise CaseError(
            _("Before it is published the case needs: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    case.published_at = case.published_at or at
    return _in_state(case, ServiceCase.State.PUBLISHED, by, at)


@transaction.atomic
def archive_case(*, case: ServiceCase, by: Any, at: datetime) -> ServiceCase:
    """Take a case out of the library; courses that use it keep it."""
    case = ServiceCase.objects.select_for_update().get(pk=case.pk)
    return _in_state(case, ServiceCase.State.ARCHIVED, by, at)


def _in_state(case: ServiceCase, state: str, by: Any, at: datetime) -> ServiceCase:
    case.state = state
    with acting(by, at):
        case.save(update_fields=["state", "published_at"])
    return case
