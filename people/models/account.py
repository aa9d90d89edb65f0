"""Who signs in, and what their duty lets them see and do."""

from functools import cached_property

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Department


class Role(models.TextChoices):
    """Duties of the programme; being a manager or a member of staff is not a role but follows from assignments."""

    OFFICE = "office", _("Programme office")
    CUSTOMER_SERVICE = "customer_service", _("Customer service")
    TRAINING = "training", _("Training")
    PUBLICITY = "publicity", _("Publicity")
    HR = "hr", _("HR")
    FINANCE = "finance", _("Finance")
    LEADING_GROUP = "leading_group", _("Leading group")
    AUDITOR = "auditor", _("Auditor")


SEES_EVERYBODY = (Role.OFFICE, Role.HR, Role.FINANCE, Role.LEADING_GROUP, Role.AUDITOR)
LISTS_EVERYBODY = (*SEES_EVERYBODY, Role.CUSTOMER_SERVICE, Role.TRAINING)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["username", "email", "first_name", "last_name", "language", "is_active", "is_superuser"],
    model_name="UserEvent",
)
class User(AbstractUser):
    """Somebody who can sign in."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    @cached_property
    def grants(self) -> tuple[tuple[str, int | None], ...]:
        """Each granted role with the department it is limited to; one query for the life of the object."""
        return tuple(self.role_grants.values_list("role", "department_id")) if self.pk else ()

    @property
    def roles(self) -> frozenset[str]:
        """The roles granted to this user, limited to a department or not."""
        return frozenset(role for role, _department in self.grants)

    @cached_property
    def is_manager(self) -> bool:
        """Whether any member of staff reports, or has reported, to this user."""
        return (
            self.pk is not None
            and Department._meta.apps.get_model("people", "Assignment")
            .objects.filter(manager__user=self)
            .exists()
        )

    @property
    def can_enter_admin(self) -> bool:
        return self.is_superuser or bool(self.roles) or self.is_manager

    def has_role(self, *roles: str) -> bool:
        """Whether the user is an administrator or holds one of the roles."""
        return self.is_active and (self.is_superuser or not self.roles.isdisjoint(roles))

    def has_role_everywhere(self, *roles: str) -> bool:
        """Whether the user is an administrator or holds one of the roles for the whole company."""
        unlimited = {role for role, department in self.grants if department is None}
        return self.is_active and (self.is_superuser or not unlimited.isdisjoint(roles))

    def departments_for(self, *roles: str) -> list[int]:
        """Ids of the departments one of the roles is limited to."""
        return [department for role, department in self.grants if department is not None and role in roles]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoleGrant(models.Model):
    """A duty given to a user, in the whole company or, with a department, in that part of the tree."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in department"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"], nulls_distinct=False, name="rolegrant_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
