"""Versions of the bonus rules: copied, changed, put in force; never changed once used."""

from django.db import transaction
from django.utils.translation import gettext as _

from incentives.errors import SchemeError
from incentives.models import Scheme


@transaction.atomic
def copy_scheme(*, scheme: Scheme) -> Scheme:
    """Copy a scheme to its next version, not yet in force, for somebody to change."""
    versions = Scheme.objects.select_for_update().filter(code=scheme.code)
    newest = max(versions.values_list("version", flat=True))
    copy = versions.get(pk=scheme.pk)
    copy.pk = None
    copy._state.adding = True
    copy.version, copy.is_active, copy.first_used_at = newest + 1, False, None
    copy.save()
    return copy


@transaction.atomic
def activate_scheme(*, scheme: Scheme) -> Scheme:
    """Put a scheme in force for months from its first day on, in place of another from the same day."""
    same_day = Scheme.objects.select_for_update().filter(effective_from=scheme.effective_from)
    scheme = same_day.get(pk=scheme.pk)
    if scheme.is_active:
        raise SchemeError(_("%(scheme)s is in force already.") % {"scheme": scheme})
    same_day.filter(is_active=True).update(is_active=False)
    scheme.is_active = True
    scheme.save(update_fields=["is_active"])
    return scheme


@transaction.atomic
def retire_scheme(*, scheme: Scheme) -> Scheme:
    """Take a scheme out of force; months it was used for keep it."""
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not scheme.is_active:
        raise SchemeError(_("%(scheme)s is not in force.") % {"scheme": scheme})
    scheme.is_active = False
    scheme.save(update_fields=["is_active"])
    return scheme
