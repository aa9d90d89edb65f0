"""Who is certified, on which days, and how many."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from people.models import Assignment, Staff
from starservice.lib.tokens import hash_of
from training.models import Certificate

# Days in a rated position against days certified, both as multiranges: gaps and overlaps come out right. The view
# training_certified has the days of each certificate that opens the rating, without those it is suspended or revoked.
UNCERTIFIED = """
WITH certified AS (
    SELECT staff_id, range_agg(days) AS days FROM training_certified GROUP BY staff_id
), rated AS (
    SELECT staff.id AS staff_id, range_agg(
        daterange(place.starts_on, place.ends_on, '[]') * daterange(staff.hired_on, staff.left_on, '[]')
        * daterange(%s, %s, '[]')
    ) AS days
    FROM people_assignment place
    JOIN people_position position ON position.id = place.position_id AND position.is_rated
    JOIN people_staff staff ON staff.id = place.staff_id
    GROUP BY staff.id
)
SELECT rated.staff_id FROM rated LEFT JOIN certified USING (staff_id)
WHERE NOT isempty(rated.days) AND NOT rated.days <@ COALESCE(certified.days, '{}'::datemultirange)
"""


@dataclass(frozen=True)
class CertificationRate:
    """How many of the staff in rated positions are certified; percent with one decimal, None of nobody."""

    certified: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        if not self.of:
            return None
        return (Decimal(100 * self.certified) / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def uncertified_staff(first: date, last: date) -> QuerySet[Staff]:
    """Staff in a rated position who are not certified on every day of it between two days, both included."""
    ids = RawSQL(UNCERTIFIED, [first, last], output_field=BigIntegerField())  # noqa: S611 - fixed text
    return Staff.objects.filter(pk__in=ids)


def certification_rate(day: date) -> CertificationRate:
    """Staff certified on a day, of those employed in a rated position; the target is all of them."""
    rated = Staff.objects.employed_on(day).filter(
        pk__in=Assignment.objects.on(day).filter(position__is_rated=True).values("staff")
    )
    certified = rated.filter(pk__in=Certificate.objects.valid_on(day).opening_gate().values("staff"))
    return CertificationRate(certified=certified.count(), of=rated.count())


def certificates_of(staff: Staff) -> QuerySet[Certificate]:
    """All certificates of a member of staff, the latest first."""
    rows = Certificate.objects.select_related("kind", "staff").prefetch_related("suspensions")
    return rows.filter(staff=staff).order_by("-valid_from", "-pk")


def certificate_behind(token: str) -> Certificate | None:
    """The certificate a public link verifies."""
    rows = Certificate.objects.select_related("kind", "staff").prefetch_related("suspensions")
    return rows.filter(token_hash=hash_of(token)).first()
