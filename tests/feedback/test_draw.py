"""The pure rules of a prize draw."""

from hashlib import sha256

import pytest

from feedback.draw import commitment_to, digest_of, is_ticket, places, seed_for, ticket_for


def test_seed_follows_from_nonce_and_key_alone():
    seed = seed_for("key", "nonce")
    assert len(seed) == 64
    assert seed == seed_for("key", "nonce")
    assert len({seed, seed_for("other", "nonce"), seed_for("key", "other")}) == 3


def test_commitment_and_digests_can_be_computed_by_hand():
    assert commitment_to("seed") == sha256(b"seed").hexdigest()
    assert digest_of("seed", 7) == sha256(b"seed|7").hexdigest()


@pytest.mark.parametrize("entries", [0, 1, 2, 50])
def test_every_number_has_one_place_in_the_order_of_the_digests(entries):
    drawn = places("seed", entries)
    assert sorted(place.number for place in drawn) == list(range(1, entries + 1))
    assert [place.place for place in drawn] == list(range(1, entries + 1))
    assert [place.digest for place in drawn] == sorted(digest_of("seed", n) for n in range(1, entries + 1))


@pytest.mark.parametrize(
    ("entries", "prizes", "won"),
    [
        (5, [(1, 1), (2, 2)], [1, 2, 2, None, None]),
        (2, [(1, 1), (2, 2)], [1, 2]),
        (3, [], [None] * 3),
        (3, [(9, 3)], [9, 9, 9]),
        (0, [(1, 1)], []),
    ],
)
def test_prizes_go_to_the_first_places(entries, prizes, won):
    assert [place.prize for place in places("seed", entries, prizes)] == won


def test_another_seed_draws_others():
    orders = {tuple(place.number for place in places(f"seed {n}", 20)) for n in range(10)}
    assert len(orders) == 10


def test_every_number_wins_about_as_often():
    first = [places(f"s{n}", 4)[0].number for n in range(2000)]
    assert all(420 < first.count(number) < 580 for number in range(1, 5))


def test_a_page_has_one_ticket_to_a_draw():
    ticket = ticket_for("key", 1, "receipt")
    assert ticket == ticket_for("key", 1, "receipt")
    others = {ticket_for("key", 2, "receipt"), ticket_for("key", 1, "other"), ticket_for("no", 1, "receipt")}
    assert ticket not in others
    assert ticket_for("key", 1, "") != ticket_for("key", 1, "")


def test_only_our_tickets_are_good():
    ticket = ticket_for("key", 1, "receipt")
    assert is_ticket("key", 1, ticket)
    said, _dot, seal = ticket.rpartition(".")
    for wrong in ("", ".", "x", "é.é", f"{said}.", f".{seal}", f"{said}x.{seal}", f"{ticket}x"):
        assert not is_ticket("key", 1, wrong)
    assert not is_ticket("key", 2, ticket)
    assert not is_ticket("other", 1, ticket)
