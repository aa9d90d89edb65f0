"""Who may be a mentor."""

from datetime import date

from django.db.models import QuerySet

from people.models import Staff
from training.models import Certificate


def mentors_on(day: date) -> QuerySet[Staff]:
    """Staff who may mentor on a day: employed and certified."""
    certified = Certificate.objects.valid_on(day).opening_gate()
    return Staff.objects.employed_on(day).filter(pk__in=certified.values("staff"))
