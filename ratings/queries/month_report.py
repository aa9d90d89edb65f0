"""A calculated month as other systems read it."""

from decimal import Decimal
from typing import Any

from ratings.models import RatingMonth, StarResult
from ratings.scoring import rounded

SOURCES = ("customer", "manager", "self")


def month_report(month: RatingMonth) -> dict[str, Any]:
    """Return month, policy, digest, who is rated (with sources) and who is not (with the reason); scores are strings
    of two decimals, weights the effective percent after re-weighting."""
    results = list(month.results.select_related("staff").order_by("staff__employee_no"))
    return {
        "month": f"{month.first_day:%Y-%m}",
        "policy": f"{month.policy.code} v{month.policy.version}",
        "digest": month.digest,
        "rated": [_rated(result) for result in results if result.score is not None],
        "not_rated": [
            {"employee_no": result.staff.employee_no, "name": result.staff.name, "reason": result.reason}
            for result in results
            if result.score is None
        ],
    }


def _rated(result: StarResult) -> dict[str, Any]:
    sources = (*SOURCES, "indicators") if result.steps["indicators"]["n"] else SOURCES
    return {
        "employee_no": result.staff.employee_no,
        "name": result.staff.name,
        "score": str(result.score),
        "stars": result.stars,
        "provisional": result.provisional,
        "sources": {name: _source(result.steps[name]) for name in sources},
    }


def _source(step: dict[str, Any]) -> dict[str, Any]:
    return {
        "n": step["n"],
        "raw": _shown(step["raw"]),
        "adjusted": _shown(step["adjusted"]),
        "weight": step["share"] or "0.00",
    }


def _shown(text: str | None) -> str | None:
    """A stored value as it is shown; None stays None."""
    return None if text is None else str(rounded(Decimal(text)))
