from pathlib import Path

from environ import Env

from starservice.supervisor.environment import as_text, database_url, kept_secret, redis_url, write_private
from starservice.supervisor.places import Places

ODD = Path("/some where/星 & co?")


def test_addresses_lead_to_the_sockets_whatever_the_path():
    places = Places(run=ODD, servers=ODD, sockets=ODD)
    assert Env.db_url_config(database_url(places))["OPTIONS"] == {"host": str(ODD)}
    assert redis_url(places).startswith("unix:///some%20where/")


def test_secret_is_made_once(tmp_path):
    file = tmp_path / "env"
    first = kept_secret(file)
    write_private(file, as_text({"SECRET_KEY": first, "DEBUG": "1"}))
    assert kept_secret(file) == first
    assert file.stat().st_mode & 0o777 == 0o600


def test_weak_secret_is_replaced(tmp_path):
    (tmp_path / "env").write_text("SECRET_KEY=dev\n")
    assert len(kept_secret(tmp_path / "env")) >= 40
