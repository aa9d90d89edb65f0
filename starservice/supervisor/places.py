"""Where things lie: everything we make is in one private directory of the project."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from starservice.supervisor.account import Account
from starservice.supervisor.errors import CannotStart

PROJECT = Path(__file__).resolve().parent.parent.parent
RUN = PROJECT / ".run"
SYSTEM_DATA = Path("/var/lib")
# Linux takes 107 bytes, macOS 103; the longest name we put in the directory is PostgreSQL's.
SOCKET_PATH_BYTES = 103
LONGEST_SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """The directories of one run."""

    run: Path
    servers: Path
    sockets: Path

    @property
    def logs(self) -> Path:
        return self.run / "logs"

    @property
    def records(self) -> Path:
        return self.run / "processes"


def short_name(path: Path) -> str:
    """Return a short name for a path that no other path has."""
    return "starservice-" + hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def fits_a_socket(directory: Path) -> bool:
    """Whether the longest of our socket names still fits the kernel's limit there."""
    return len(os.fsencode(directory / LONGEST_SOCKET)) <= SOCKET_PATH_BYTES


def prepare_places(run: Path, account: Account) -> Places:
    """Make the directories of a run; nobody but us and the servers' account gets in."""
    mode = 0o700 if account.is_ours else 0o711
    for directory in (RUN, run):
        directory.mkdir(mode=mode, parents=True, exist_ok=True)
        directory.chmod(mode)
    for private in (RUN / "media", run / "logs", run / "processes"):
        private.mkdir(mode=0o700, exist_ok=True)
        private.chmod(0o700)
    servers = _servers_directory(run, account)
    return Places(run=run, servers=servers, sockets=_sockets_directory(servers, account))


def _servers_directory(run: Path, account: Account) -> Path:
    """Return where the servers' data is: with us, unless root's servers run as an account that cannot get there.

    Then it is beside the system's other data, so that no door of root's has to be opened.
    """
    if account.can_reach(run):
        return account.own(run / "servers")
    base = SYSTEM_DATA if os.access(SYSTEM_DATA, os.W_OK) else Path(tempfile.gettempdir())
    return account.own(_not_a_strangers(base / short_name(run), account))


def _sockets_directory(servers: Path, account: Account) -> Path:
    """Return where the sockets are: beside the data, or a short private directory where that path is too long."""
    beside = servers / "sockets"
    if fits_a_socket(beside):
        return account.own(beside)
    return account.own(_not_a_strangers(Path(tempfile.gettempdir()) / short_name(servers), account))


def _not_a_strangers(directory: Path, account: Account) -> Path:
    """Refuse a directory that somebody else put where ours would be."""
    if directory.is_symlink() or (
        directory.exists() and directory.stat().st_uid not in (account.uid, os.geteuid())
    ):
        raise CannotStart(f"{directory} belongs to somebody else. Remove it, then start again.")
    return directory
