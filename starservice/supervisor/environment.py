"""The settings of a run: the person's own first, then .env, then what we make up and keep in .run/env."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from environ import Env

from starservice.supervisor.places import PROJECT, Places
from starservice.supervisor.postgresql import NAME
from starservice.supervisor.valkey import SOCKET


def database_url(places: Places) -> str:
    return f"postgres://{NAME}@/{NAME}?host={quote(str(places.sockets), safe='')}"


def redis_url(places: Places) -> str:
    return f"unix://{quote(str(places.sockets / SOCKET))}"


def persons_environment() -> dict[str, str]:
    """Return this process's environment filled up from the person's .env file."""
    if (PROJECT / ".env").is_file():
        Env.read_env(PROJECT / ".env")
    return dict(os.environ)


def kept_secret(file: Path) -> str:
    """Return the secret key an earlier run kept, or a new one."""
    lines = file.read_text().splitlines() if file.is_file() else []
    kept = [line.partition("=")[2] for line in lines if line.startswith("SECRET_KEY=")]
    return kept[0] if kept and len(kept[0]) >= 40 else secrets.token_urlsafe(48)


def as_text(values: Mapping[str, str]) -> str:
    """Return settings in the form of an env file."""
    lines = [
        "# Made by `make run` for its own processes and for manage.py in another terminal; .env comes before it."
    ]
    return "\n".join([*lines, *(f"{name}={value}" for name, value in values.items())]) + "\n"


def write_private(file: Path, text: str) -> None:
    """Replace a file that only we may read."""
    draft = file.with_name(f"{file.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
        opened.write(text)
    draft.replace(file)
