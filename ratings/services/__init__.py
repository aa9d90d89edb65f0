from ratings.services.corrections import correct_result, decide_appeal, make_appeal
from ratings.services.months import (
    ensure_month,
    lock_month,
    publish_month,
    rate_month,
    start_collecting,
    submit_for_review,
)

__all__ = [
    "correct_result",
    "decide_appeal",
    "ensure_month",
    "lock_month",
    "make_appeal",
    "publish_month",
    "rate_month",
    "start_collecting",
    "submit_for_review",
]
