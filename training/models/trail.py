"""What the audit trail keeps of a model: every row made, changed or deleted, by whatever statement."""

from typing import Any

import pghistory


def tracked(**options: Any) -> Any:
    """Track insertions, changes and deletions of a model's rows."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options
    )
