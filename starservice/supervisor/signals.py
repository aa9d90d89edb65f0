"""What the world tells us: stop."""

import signal
from types import FrameType

from starservice.supervisor.errors import StopAsked


def raise_on_stop() -> None:
    """Turn the first request to stop into StopAsked; later ones do not disturb the stopping."""

    def stop(number: int, _frame: FrameType | None) -> None:
        ignore_stop()
        raise StopAsked(signal.Signals(number).name)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, stop)


def ignore_stop() -> None:
    """Let nothing disturb the stopping, which ends by itself within seconds."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
