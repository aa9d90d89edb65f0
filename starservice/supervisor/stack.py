"""The processes of a run, started in order and stopped in the opposite one."""

import time
from pathlib import Path

from starservice.supervisor.child import Child, Plan
from starservice.supervisor.errors import CannotStart
from starservice.supervisor.places import Places
from starservice.supervisor.saying import last_lines, say

GLANCE = 0.2


class Stack:
    """Starts processes, watches them, and stops them all."""

    def __init__(self, places: Places, *, quiet: bool = False) -> None:
        self.places, self.quiet = places, quiet
        self.children: list[Child] = []

    def start(self, plan: Plan) -> Child:
        """Start a process that is to run as long as we do."""
        child = Child(plan, self._log(plan), self.places.records / f"{len(self.children)}-{plan.name}.json")
        self.children.append(child)
        return child

    def finish(self, plan: Plan) -> None:
        """Run a process to its end; raise CannotStart with its last words if it fails."""
        child = self.start(plan)
        while child.exit_code is None:
            self.check_others(child)
            time.sleep(GLANCE / 4)
        self.children.remove(child)
        child.stop()
        if child.exit_code:
            raise CannotStart(
                f"`{plan.name}` failed. Last lines of {child.log}:\n{last_lines(child.log, 30)}"
            )

    def check_others(self, newest: Child | None = None) -> None:
        """Raise CannotStart if a process ended that should run."""
        for child in self.children:
            if child is not newest and child.exit_code is not None:
                raise CannotStart(f"{child.plan.name} {_ending(child.exit_code)}. {_last_words(child.log)}")

    def watch(self) -> None:
        """Return never: only by the exception of a process that ended or of a signal."""
        while True:
            self.check_others()
            time.sleep(GLANCE)

    def stop_all(self) -> None:
        """Stop our own processes together, then the servers they need, last started first."""
        for child in self.children:
            if not child.plan.is_server:
                child.ask_to_stop()
        while self.children:
            child = self.children[-1]
            if child.exit_code is None and not self.quiet:
                say(f"  stopping {child.plan.name}")
            child.stop()
            self.children.pop()

    def _log(self, plan: Plan) -> Path:
        return self.places.logs / f"{plan.name}.log"


def _ending(exit_code: int) -> str:
    return (
        f"was killed by signal {-exit_code}" if exit_code < 0 else f"ended by itself (exit code {exit_code})"
    )


def _last_words(log: Path) -> str:
    return f"Last lines of {log}:\n{last_lines(log)}"
