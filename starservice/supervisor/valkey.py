"""The embedded Valkey, which speaks Redis; reached only through a socket in a private directory."""

import time

import redis

from starservice.supervisor.account import Account
from starservice.supervisor.child import Child, Plan
from starservice.supervisor.errors import CannotStart
from starservice.supervisor.places import Places
from starservice.supervisor.programs import Programs
from starservice.supervisor.saying import last_lines

SOCKET = "valkey.sock"
SECONDS_TO_START = 30


def valkey_plan(programs: Programs, places: Places, account: Account) -> Plan:
    """Return how to run the server; it saves what waits when it stops."""
    options = {
        "--port": "0",
        "--unixsocket": str(places.sockets / SOCKET),
        "--unixsocketperm": "700",
        "--dir": str(account.own(places.servers / "valkey")),
        "--save": "60 1",
        "--stop-writes-on-bgsave-error": "no",
        "--maxmemory": "256mb",
        "--daemonize": "no",
    }
    command = [str(programs.valkey), *(part for option in options.items() for part in option)]
    return Plan("valkey", command, account, {"LC_ALL": "C"}, places.servers, is_server=True)


def wait_for_valkey(child: Child, places: Places) -> None:
    """Return when the server answers."""
    client = redis.Redis(unix_socket_path=str(places.sockets / SOCKET))
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(client):
        if child.exit_code is not None or time.monotonic() > deadline:
            raise CannotStart(f"Valkey did not start. Last lines of {child.log}:\n{last_lines(child.log)}")
        time.sleep(0.05)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
