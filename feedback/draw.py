"""Prize draws anybody can check: a seed promised before, an order that follows from it, and tickets that lead to no answer.

The entries are numbered from 1 to n. Each number's place is that of SHA-256("seed|number") in the order of the hexadecimal
digests; the first places win the prizes in their order.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

NONCE_BYTES = 16
SEAL_BYTES = 12


@dataclass(frozen=True)
class Place:
    """One number in the order drawn, with the digest that put it there and the key of its prize, if it wins."""

    place: int
    number: int
    digest: str
    prize: int | None = None


def seed_for(key: str, nonce: str) -> str:
    """Return the seed of a draw: 64 hexadecimal characters that follow from what is stored and the server's key alone."""
    return keyed("draw-seed", key, nonce).hex()


def commitment_to(seed: str) -> str:
    """Return what is published before the draw: SHA-256 of the seed, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def digest_of(seed: str, number: int) -> str:
    """Return SHA-256("seed|number") in hexadecimal."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def places(seed: str, entries: int, prizes: Sequence[tuple[int, int]] = ()) -> list[Place]:
    """Return all numbers from 1 to `entries` in the order drawn; `prizes` are (key, how many), the best first."""
    drawn = sorted((digest_of(seed, number), number) for number in range(1, entries + 1))
    won = [key for key, count in prizes for _ in range(count)]
    return [
        Place(place, number, digest, won[place - 1] if place <= len(won) else None)
        for place, (digest, number) in enumerate(drawn, 1)
    ]


def ticket_for(key: str, draw: int, receipt: str) -> str:
    """Return the ticket to a draw of one answered page.

    It follows from the page's receipt, of which only a hash is stored: the same page gets the same ticket, and nobody finds
    the answer of a ticket from what is stored. A page without a receipt gets a ticket by chance.
    """
    nonce = keyed("draw-ticket", key, f"{draw}:{receipt or secrets.token_hex(NONCE_BYTES)}")[:NONCE_BYTES]
    said = base64.urlsafe_b64encode(nonce).decode().rstrip("=")
    return f"{said}.{seal_of(key, draw, said)}"


def is_ticket(key: str, draw: int, ticket: str) -> bool:
    """Whether a ticket to this draw was given out by us."""
    said, _dot, seal = ticket.rpartition(".")
    return hmac.compare_digest(seal_of(key, draw, said).encode(), seal.encode("utf-8", "replace"))


def seal_of(key: str, draw: int, said: str) -> str:
    return base64.urlsafe_b64encode(keyed("draw-seal", key, f"{draw}:{said}")[:SEAL_BYTES]).decode()


def keyed(purpose: str, key: str, text: str) -> bytes:
    secret = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return hmac.digest(secret, text.encode("utf-8", "replace"), "sha256")
