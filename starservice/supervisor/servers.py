"""The servers a run needs and does not have."""

from dataclasses import dataclass

from starservice.supervisor.account import Account
from starservice.supervisor.environment import database_url, redis_url
from starservice.supervisor.places import Places
from starservice.supervisor.postgresql import make_cluster, postgresql_plan, wait_for_postgresql
from starservice.supervisor.programs import find_programs
from starservice.supervisor.saying import say
from starservice.supervisor.stack import Stack
from starservice.supervisor.valkey import valkey_plan, wait_for_valkey


@dataclass(frozen=True)
class Servers:
    """Starts PostgreSQL and Valkey unless the person named others."""

    places: Places
    account: Account
    stack: Stack
    careless: bool = False

    def start_missing(self, environment: dict[str, str]) -> dict[str, str]:
        """Start the servers the environment does not name and return where they are."""
        ours: dict[str, str] = {}
        if "DATABASE_URL" not in environment:
            ours["DATABASE_URL"] = self._start_postgresql()
        if "REDIS_URL" not in environment:
            ours["REDIS_URL"] = self._start_valkey()
        return ours

    def _start_postgresql(self) -> str:
        programs = find_programs(self.account, self.places.servers)
        if make_cluster(programs, self.places, self.account) and not self.careless:
            say(f"  made a database in {self.places.servers}")
        child = self.stack.start(postgresql_plan(programs, self.places, self.account, careless=self.careless))
        wait_for_postgresql(child, self.places)
        return database_url(self.places)

    def _start_valkey(self) -> str:
        programs = find_programs(self.account, self.places.servers)
        child = self.stack.start(valkey_plan(programs, self.places, self.account))
        wait_for_valkey(child, self.places)
        return redis_url(self.places)
