"""Who is rated in a month: employed long enough, and certified as the policy asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same days as spans that neither overlap nor touch, in order."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda one: one.first):
        if result and span.first <= result[-1].last + DAY:
            result[-1] = Span(result[-1].first, max(result[-1].last, span.last))
        else:
            result.append(span)
    return result


def evidence_from(rule: str, worked: Span, certified: Sequence[Span]) -> date | None:
    """First day whose evidence counts, or None when the gate is closed.

    `every_day` wants each day worked in the month certified; `since_certification` counts from the certificate that
    covers the last day on; `none` asks for nothing.
    """
    if rule == "none":
        return worked.first
    covering = [span for span in joined(certified) if span.first <= worked.last <= span.last]
    if not covering:
        return None
    start = max(covering[0].first, worked.first)
    return None if rule == "every_day" and start > worked.first else start
