"""`python -m starservice.supervisor run` and `… with-servers COMMAND`."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

from starservice.supervisor.errors import CannotStart, StopAsked
from starservice.supervisor.running import run
from starservice.supervisor.saying import say
from starservice.supervisor.trying import run_on_throwaway_servers

USAGE = "usage: python -m starservice.supervisor [--with-parent] run | with-servers COMMAND …"


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks and return the exit code."""
    words = list(arguments)
    if words[:1] == ["--with-parent"]:
        words.pop(0)
        end_with_parent()
    try:
        return _do(words)
    except CannotStart as reason:
        say(f"\n{reason}")
        return 1
    except StopAsked:
        return 0


def _do(words: list[str]) -> int:
    if words == ["run"]:
        return run()
    if words[:1] == ["with-servers"] and len(words) > 1:
        return run_on_throwaway_servers(words[1:])
    say(USAGE)
    return 2


def end_with_parent() -> None:
    """Have the kernel stop us when the `make` that started us is killed."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))
    if os.getppid() != parent:
        raise StopAsked
