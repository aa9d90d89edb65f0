"""The embedded PostgreSQL: one cluster, reached only through a socket in a private directory."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg2

from starservice.supervisor.account import Account
from starservice.supervisor.child import Child, Plan
from starservice.supervisor.errors import CannotStart
from starservice.supervisor.leftovers import free_data_directory
from starservice.supervisor.places import Places
from starservice.supervisor.programs import Programs
from starservice.supervisor.saying import last_lines

NAME = "starservice"
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
# The data can be made again: speed before safety. Only for throw-away clusters.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")
SECONDS_TO_START = 60


def data_directory(places: Places) -> Path:
    return places.servers / "postgresql"


def make_cluster(programs: Programs, places: Places, account: Account) -> bool:
    """Make the cluster if there is none; return whether it was made now."""
    data, unfinished = data_directory(places), places.servers / "postgresql.unfinished"
    if (data / "PG_VERSION").is_file():
        free_data_directory(data)
        return False
    shutil.rmtree(unfinished, ignore_errors=True)
    command = [
        str(programs.initdb),
        f"--pgdata={unfinished}",
        f"--username={NAME}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
    ]
    made = subprocess.run(  # noqa: S603
        command, env=ENVIRONMENT, cwd=places.servers, capture_output=True, text=True, **account.options
    )
    if made.returncode:
        raise CannotStart(f"PostgreSQL could not make its data directory:\n{made.stdout}{made.stderr}")
    unfinished.rename(data)
    return True


def postgresql_plan(programs: Programs, places: Places, account: Account, *, careless: bool) -> Plan:
    """Return how to run the server: no TCP at all, fast shutdown when told to stop."""
    options = [
        "listen_addresses=",
        f'unix_socket_directories="{places.sockets}"',
        "unix_socket_permissions=0700",
    ]
    options += ["timezone=UTC", "log_timezone=UTC", "max_connections=100", "shared_buffers=256MB", "jit=off"]
    options += CARELESS if careless else ()
    command = [str(programs.postgres), "-D", str(data_directory(places))]
    command += [part for option in options for part in ("-c", option)]
    return Plan(
        "postgresql", command, account, ENVIRONMENT, places.servers, signal.SIGINT, signal.SIGINT, 30, True
    )


def wait_for_postgresql(child: Child, places: Places) -> None:
    """Return when the server takes connections and our database exists."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not _make_database(places):
        if child.exit_code is not None or time.monotonic() > deadline:
            raise CannotStart(
                f"PostgreSQL did not start. Last lines of {child.log}:\n{last_lines(child.log)}"
            )
        time.sleep(0.05)


def _make_database(places: Places) -> bool:
    try:
        connection = psycopg2.connect(host=str(places.sockets), user=NAME, dbname="postgres")
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    return True
