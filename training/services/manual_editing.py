"""A draft's standards: written, moved and taken out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from training.errors import StandardRefused
from training.models import ManualVersion, Standard, StandardIndicator
from training.services.manuals import DRAFT, version_in


@transaction.atomic
def save_words(*, version: ManualVersion, by: User | None, at: datetime, **words: Any) -> ManualVersion:
    """Set foreword, what changed and days to acknowledge of a draft."""
    draft = version_in(DRAFT, version)
    for name, value in words.items():
        setattr(draft, name, value)
    with acting(by, at):
        draft.save(update_fields=list(words))
    return draft


@transaction.atomic
def save_standard(
    *,
    version: ManualVersion,
    fields: Mapping[str, Any],
    indicators: Sequence[Mapping[str, Any]],
    by: User | None,
    at: datetime,
    replaces: str = "",
) -> Standard:
    """Add a standard at the end of a draft's stage, or replace the one with a code, and set its indicators."""
    draft = version_in(DRAFT, version)
    standard = _found(draft, replaces) if replaces else Standard(version=draft)
    _refuse_code_of_another(draft, fields, standard)
    for name, value in fields.items():
        setattr(standard, name, value)
    if not standard.code:
        standard.code = _free_code(draft, standard)
    if standard.pk is None:
        standard.order = (draft.standards.aggregate(last=Max("order"))["last"] or 0) + 1
    with acting(by, at):
        standard.save()
        standard.indicators.all().delete()
        StandardIndicator.objects.bulk_create(
            StandardIndicator(standard=standard, order=order, **indicator)
            for order, indicator in enumerate(indicators)
        )
    return standard


def _refuse_code_of_another(draft: ManualVersion, fields: Mapping[str, Any], standard: Standard) -> None:
    code = fields.get("code", "")
    if code and draft.standards.filter(code=code).exclude(pk=standard.pk).exists():
        raise StandardRefused(
            _("Another standard of this version has the code “%(code)s”.") % {"code": code}, "code"
        )


def _free_code(draft: ManualVersion, standard: Standard) -> str:
    """A code made of the English title, with a number where it is taken or there is none."""
    wanted = slugify((standard.title or {}).get("en", ""))[:34] or standard.stage.replace("_", "-")
    taken = set(draft.standards.values_list("code", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


@transaction.atomic
def move_standard(*, version: ManualVersion, code: str, places: int, by: User | None, at: datetime) -> None:
    """Move a standard of a draft so many places down among those of its stage (up when negative)."""
    draft = version_in(DRAFT, version)
    moved = _found(draft, code)
    rows = list(draft.standards.filter(stage=moved.stage).order_by("order", "pk"))
    place = rows.index(moved)
    rows.insert(min(max(place + places, 0), len(rows) - 1), rows.pop(place))
    for order, row in enumerate(rows, start=1):
        row.order = order
    with acting(by, at):
        Standard.objects.bulk_update(rows, ["order"])


@transaction.atomic
def remove_standard(*, version: ManualVersion, code: str, by: User | None, at: datetime) -> None:
    """Take a standard out of a draft; published versions keep it."""
    with acting(by, at):
        _found(version_in(DRAFT, version), code).delete()


def _found(draft: ManualVersion, code: str) -> Standard:
    standard = draft.standards.filter(code=code).first()
    if standard is None:
        raise StandardRefused(_("This standard is no longer there."))
    return standard
