"""Which account the servers run under: PostgreSQL refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """A user of this machine; `options` make a process theirs."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def options(self) -> dict[str, Any]:
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, directory: Path) -> Path:
        """Make a directory that only this account may enter."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if directory.stat().st_uid != self.uid:
            os.chown(directory, self.uid, self.gid)
        directory.chmod(0o700)
        return directory

    def can_reach(self, path: Path) -> bool:
        """Whether the way to a program or into a directory is open to this account."""
        test = subprocess.run(["/bin/sh", "-c", 'test -x "$0"', str(path)], cwd="/", **self.options)  # noqa: S603
        return bool(test.returncode == 0)


def server_account() -> Account:
    """Return ourselves, or for root an existing unprivileged account."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)
