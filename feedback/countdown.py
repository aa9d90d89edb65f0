"""How a promised moment stands now: judged from its timestamps, never from when a job looked."""

from dataclasses import dataclass
from datetime import datetime

KEPT, KEPT_LATE, LATE, SOON, RUNNING, PAUSED = "kept", "kept_late", "late", "soon", "running", "paused"


@dataclass(frozen=True)
class Countdown:
    """A milestone's moments; `warn_at` is the coming warning, None once it was given or none is laid out."""

    kind: str
    due_at: datetime | None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    warn_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return kept, kept_late, late (after the due moment), soon (the warning was given), running or paused."""
        if self.met_at is not None:
            return KEPT_LATE if self.was_missed or (self.due_at and self.met_at > self.due_at) else KEPT
        if self.due_at is None:
            return PAUSED
        if now > self.due_at:
            return LATE
        return RUNNING if self.warn_at is not None and now < self.warn_at else SOON

    @property
    def was_missed(self) -> bool:
        """Whether a due moment of it was missed and recorded, even if the promise was changed since."""
        return self.breached_at is not None


def nearest(countdowns: list[Countdown]) -> Countdown | None:
    """Return the open one that is due next; while all stand still, the first open one; None when all are met."""
    still_open = [one for one in countdowns if one.met_at is None]
    dated = [(one.due_at, place) for place, one in enumerate(still_open) if one.due_at is not None]
    return still_open[min(dated)[1]] if dated else next(iter(still_open), None)
