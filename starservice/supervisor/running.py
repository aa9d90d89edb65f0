"""`make run`: everything in the foreground until it is told to stop."""

import errno
import os
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
from environ import Env

from starservice.supervisor.account import server_account
from starservice.supervisor.application import beat_plan, manage_plan, web_plan, worker_plan
from starservice.supervisor.child import Child
from starservice.supervisor.environment import as_text, kept_secret, persons_environment, write_private
from starservice.supervisor.errors import CannotStart, StopAsked
from starservice.supervisor.leftovers import stop_leftovers
from starservice.supervisor.lock import only_run
from starservice.supervisor.places import PROJECT, RUN, prepare_places
from starservice.supervisor.saying import last_lines, say
from starservice.supervisor.servers import Servers
from starservice.supervisor.signals import ignore_stop, raise_on_stop
from starservice.supervisor.stack import Stack

DEMO_COMMAND = PROJECT / "program" / "management" / "commands" / "demo.py"
SECONDS_TO_ANSWER = 60


def run() -> int:
    """Start everything, serve until told to stop, and stop everything; return the exit code."""
    raise_on_stop()
    environment = persons_environment()
    host, port = environment.get("HOST", "127.0.0.1"), chosen_port(environment.get("PORT", "8000"))
    account = server_account()
    places = prepare_places(RUN, account)
    with only_run(RUN / "lock", address(host, port)):
        stop_leftovers(places.records)
        check_port(host, port)
        stack = Stack(places)
        try:
            Site(Servers(places, account, stack), environment, host, port).serve()
        except StopAsked as signal:
            say(f"\nStopping ({signal}) …")
            return 0
        finally:
            ignore_stop()
            stack.stop_all()
            say("Everything has stopped.")
    return 0


def chosen_port(text: str) -> int:
    """Return a port number, or say that this is none."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT={text} is no port. Choose a number from 1024 to 65535: make run PORT=8001")
    return int(text)


def check_port(host: str, port: int) -> None:
    """Raise CannotStart if somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(_why_not(host, port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another one: make run PORT=8001"


def address(host: str, port: int) -> str:
    """Return what to type into a browser on this machine."""
    return f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::', '::1') else host}:{port}"  # noqa: S104


class Site:
    """One run of the whole thing."""

    def __init__(self, servers: Servers, environment: dict[str, str], host: str, port: int) -> None:
        self.servers, self.environment, self.host, self.port = servers, environment, host, port
        self.stack, self.places = servers.stack, servers.places
        self.url = address(host, port)
        self.started = time.monotonic()

    def serve(self) -> None:
        """Start everything in order and watch it."""
        self._step("PostgreSQL and Valkey")
        self.environment |= self._made_up() | self.servers.start_missing(self.environment)
        self._keep_settings()
        self._step("database tables")
        self.stack.finish(manage_plan(self.environment, "migrate", "--noinput"))
        self._load_demo()
        self._step("web, worker and beat")
        self._start_ours()
        self._greet()
        self.stack.watch()

    def _step(self, name: str) -> None:
        say(f"[{time.monotonic() - self.started:5.1f} s] {name}")

    def _made_up(self) -> dict[str, str]:
        """Return the settings of a run that the person did not give."""
        defaults = {
            "SECRET_KEY": kept_secret(self.places.run / "env"),
            "DEBUG": "1",
            "DEMO": "1",
            "PUBLIC_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]" if self._is_private() else "*",
        }
        return {name: value for name, value in defaults.items() if name not in self.environment}

    def _is_private(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")

    def _keep_settings(self) -> None:
        names = ("SECRET_KEY", "DEBUG", "DEMO", "PUBLIC_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL")
        write_private(self.places.run / "env", as_text({name: self.environment[name] for name in names}))

    def _load_demo(self) -> None:
        if DEMO_COMMAND.is_file() and self.environment["DEMO"] == "1" and self._is_empty():
            self._step("demo company (the first time only)")
            self.stack.finish(manage_plan(self.environment, "demo"))

    def _is_empty(self) -> bool:
        """Whether nobody has an account yet."""
        place = Env.db_url_config(self.environment["DATABASE_URL"])
        keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        options = {theirs: place[ours] for ours, theirs in keys.items() if place.get(ours)}
        connection = psycopg2.connect(**options, **place.get("OPTIONS", {}))
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM people_user)")
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()

    def _start_ours(self) -> None:
        metrics = self.places.run / "metrics"
        for old in metrics.glob("*.db"):
            old.unlink()
        metrics.mkdir(mode=0o700, exist_ok=True)
        self.stack.start(worker_plan(self.environment))
        self.stack.start(beat_plan(self.environment, self.places.run / "celerybeat-schedule"))
        web = web_plan(
            self.environment | {"PROMETHEUS_MULTIPROC_DIR": str(metrics)}, host=self.host, port=self.port
        )
        self._wait_for_web(self.stack.start(web))

    def _wait_for_web(self, web: Child) -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self._answers():
            self.stack.check_others()
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"The web server does not answer. Last lines of {web.log}:\n{last_lines(web.log)}"
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _greet(self) -> None:
        self._step("ready")
        say(f"\nStarService runs at {self.url}\n")
        say(f"  staff and managers   {self.url}/")
        say(f"  programme office     {self.url}/admin/")
        say(f"  other systems (API)  {self.url}/api/docs/")
        self._show_logins()
        say(f"\nLogs are in {self._shown(self.places.logs)}. Ctrl-C stops everything; the data stays.")

    def _shown(self, path: Path) -> str:
        return os.path.relpath(path, PROJECT)

    def _show_logins(self) -> None:
        if not DEMO_COMMAND.is_file():
            say("\nMake an account: make manage ARGS=createsuperuser")
            return
        log = self.places.logs / "demo.log"
        log.unlink(missing_ok=True)
        try:
            self.stack.finish(manage_plan(self.environment, "demo", "--logins"))
            say("\n" + log.read_text())
        except CannotStart:
            say("\nLogins: make manage ARGS='demo --logins'")
