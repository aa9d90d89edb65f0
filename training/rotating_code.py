"""The code on the lecturer's screen: another one every ten seconds, worth nothing to somebody who is not in the room."""

import base64
import hashlib
import hmac
from datetime import datetime

STEP_SECONDS = 10
BYTES = 16


def step_of(at: datetime) -> int:
    """The number of the ten seconds a moment lies in."""
    return int(at.timestamp()) // STEP_SECONDS


def code_at(key: str, at: datetime) -> str:
    """The code shown at a moment: 128 bits of an HMAC of the step, in 22 characters that stand in an address."""
    return _code(key, step_of(at))


def is_fresh(key: str, code: str, at: datetime) -> bool:
    """Whether a code is the one shown now, or the one before: at most twenty seconds old. Nothing fits an empty key."""
    if not key:
        return False
    step, given = step_of(at), code.encode()
    return any(hmac.compare_digest(_code(key, one).encode(), given) for one in (step, step - 1))


def milliseconds_left(at: datetime) -> int:
    """How long the code of a moment stays on the screen."""
    gone = int(at.timestamp() * 1000) - step_of(at) * STEP_SECONDS * 1000
    return STEP_SECONDS * 1000 - gone


def _code(key: str, step: int) -> str:
    digest = hmac.new(key.encode(), step.to_bytes(8, "big"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:BYTES]).rstrip(b"=").decode()
