"""Members of staff and where they work from when to when."""

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from people.models.account import LISTS_EVERYBODY, SEES_EVERYBODY
from people.models.organisation import Department, Position
from people.models.tree import subtree_ids, team_ids


class DateRange(Func):
    """daterange(first, last, '[]'): both days included; an empty last day means no end."""

    function = "daterange"
    output_field = DateRangeField()


class StaffQuerySet(models.QuerySet["Staff"]):
    def employed_between(self, first: date, last: date) -> Self:
        """Staff employed on at least one day from first to last, both included."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=first), hired_on__lte=last)

    def employed_on(self, day: date) -> Self:
        """Staff employed on a day."""
        return self.employed_between(day, day)

    def visible_to(self, user: Any) -> Self:
        """Staff whose records (stars, evaluations, contact, certificates) this user may see.

        Everybody, for duties that cover the company; the part of the tree a role is limited to; a manager's reports,
        past and present, and theirs; oneself.
        """
        return self.in_reach_of(user, *SEES_EVERYBODY)

    def listed_to(self, user: Any) -> Self:
        """Staff this user may find by name and number; wider than `visible_to`, and no right to their records."""
        return self.in_reach_of(user, *LISTS_EVERYBODY)

    def in_reach_of(self, user: Any, *roles: str) -> Self:
        """Staff a user reaches by one of the roles, in the whole company or a department, as a manager, or as self."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if user.has_role_everywhere(*roles):
            return self.all()
        reach = Q(user=user)
        if user.is_manager:
            reach |= Q(pk__in=team_ids(user.staff.pk))
        if departments := user.departments_for(*roles):
            reach |= Q(pk__in=_ever_working_in(departments))
        return self.filter(reach)

    def working_in(self, departments: list[int]) -> Self:
        """Staff assigned, now or once, to one of the departments or to one below."""
        return self.filter(pk__in=_ever_working_in(departments))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Staff(models.Model):
    """A member of staff, known by employee number."""

    employee_no = models.CharField(_("employee number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("sign-in"),
    )
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("last day"), null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("member of staff"), _("staff")
        ordering = ["employee_no"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="staff_leaves_after_hired",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.employee_no})"

    def is_employed_on(self, day: date) -> bool:
        """Whether the day lies between hiring and the last day."""
        return self.hired_on <= day and (self.left_on is None or day <= self.left_on)


def _ever_working_in(departments: list[int]) -> models.QuerySet[Any, Any]:
    return Assignment.objects.filter(department__in=subtree_ids(departments)).values("staff")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> Self:
        """Assignments in force on a day."""
        return self.between(day, day)

    def between(self, first: date, last: date) -> Self:
        """Assignments in force on at least one day from first to last, both included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Assignment(models.Model):
    """Department, position and manager of one member of staff from a first to a last day (both included)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="assignments", verbose_name=_("staff"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="assignments", verbose_name=_("department")
    )
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", verbose_name=_("position"))
    manager = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_assignments",
        verbose_name=_("manager"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        ordering = ["staff", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("staff")), name="assignment_not_own_manager"
            ),
            ExclusionConstraint(
                name="assignment_one_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.department} {self.starts_on}"
