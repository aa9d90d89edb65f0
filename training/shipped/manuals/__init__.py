"""Three standards manuals a new company starts with, in English, Simplified and Traditional Chinese.

They are drafts, ready to be sent to review: nobody has to read them before the office publishes.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from training.shipped.manuals.complaints import COMPLAINTS
from training.shipped.manuals.front_desk import FRONT_DESK
from training.shipped.manuals.restaurant import RESTAURANT

MANUALS = (FRONT_DESK, COMPLAINTS, RESTAURANT)
LANGUAGES = ("en", "zh-hans", "zh-hant")
TEXTS = ("title", "behaviour", "attitude", "wording")

__all__ = ["MANUALS", "add_manuals"]


def add_manuals(model: Callable[[str], Any]) -> None:
    """Write the manuals with a migration's models or today's; `model` gives one by name."""
    for shipped in MANUALS:
        manual = model("Manual").objects.create(
            code=shipped["code"], title=_text(shipped["title"]), is_public=True
        )
        foreword = _text(shipped["foreword"])
        version = model("ManualVersion").objects.create(manual=manual, number=1, foreword=foreword)
        _add_standards(model, version, shipped["standards"])


def _add_standards(model: Callable[[str], Any], version: Any, shipped: Sequence[dict[str, Any]]) -> None:
    standards = model("Standard").objects.bulk_create(
        model("Standard")(
            version=version,
            code=one["code"],
            stage=one["stage"],
            order=order,
            **{name: _text(one[name]) for name in TEXTS},
        )
        for order, one in enumerate(shipped, start=1)
    )
    model("StandardIndicator").objects.bulk_create(
        model("StandardIndicator")(
            standard=standard,
            order=order,
            name=_text(name),
            comparison=comparison,
            target=Decimal(target),
            unit=unit,
        )
        for standard, one in zip(standards, shipped, strict=True)
        for order, (name, comparison, target, unit) in enumerate(one["indicators"])
    )


def _text(written: Sequence[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, written, strict=True))
