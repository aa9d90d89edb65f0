import os
from pathlib import Path

import pytest

from starservice.supervisor import places
from starservice.supervisor.account import Account
from starservice.supervisor.errors import CannotStart

ME = Account(os.geteuid(), os.getegid())


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "RUN", tmp_path / ".run")


@pytest.mark.parametrize(("length", "fits"), [(80, True), (89, True), (90, False), (200, False)])
def test_directory_fits_a_socket_up_to_the_limit(length, fits):
    assert places.fits_a_socket(Path("/" + "x" * (length - 1))) is fits


def test_limit_counts_bytes_not_letters():
    assert places.fits_a_socket(Path("/" + "星" * 29))
    assert not places.fits_a_socket(Path("/" + "星" * 30))


def test_everything_made_is_private(tmp_path):
    made = places.prepare_places(tmp_path / ".run", ME)
    for directory in (made.run, made.servers, made.sockets, made.logs, made.records):
        assert directory.stat().st_mode & 0o777 == 0o700


def test_long_path_gets_short_private_sockets(tmp_path, monkeypatch):
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(places, "fits_a_socket", lambda directory: ".run" not in str(directory))
    made = places.prepare_places(tmp_path / ".run", ME)
    assert made.sockets.parent == tmp_path
    assert made.sockets.stat().st_mode & 0o777 == 0o700


def test_directory_put_there_by_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(places, "fits_a_socket", lambda directory: ".run" not in str(directory))
    (tmp_path / places.short_name(tmp_path / ".run" / "servers")).symlink_to(tmp_path)
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        places.prepare_places(tmp_path / ".run", ME)
