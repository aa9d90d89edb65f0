"""Public survey links: 192-bit tokens of which the database knows the SHA-256 alone.

A token is derived from a random seed and the server's key, so that one who must show or e-mail a link a moment later
(the page with the QR code, the mail task) can carry the seed instead of the token: neither the seed without the key nor the
database without both opens anything.
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from datetime import date

from starservice.lib.tokens import hash_of, link_token, new_seed

__all__ = [
    "hash_of",
    "network_hash",
    "network_of",
    "new_receipt",
    "new_seed",
    "opened_at",
    "stop_token_for",
    "token_for",
]
RECEIPT_BYTES = 16


def token_for(key: str, seed: str, number: int = 0) -> str:
    """Return the token of the number-th invitation sent with a seed: 32 characters safe in an address."""
    return link_token(key, "survey-link", f"{seed}:{number}")


def stop_token_for(key: str, seed: str) -> str:
    """Return the token that ends a customer's surveys and opens nothing else."""
    return link_token(key, "survey-stop", seed)


def new_receipt(key: str, opened_at: int) -> str:
    """Return the random mark of one opened page, with the second it was opened; who sends it again may see the first answer."""
    said = f"{secrets.token_urlsafe(RECEIPT_BYTES)}.{opened_at:x}"
    return f"{said}.{receipt_seal(key, said)}"


def opened_at(key: str, receipt: str) -> int | None:
    """Return the second a page was opened; None where the receipt is not one of ours."""
    said, _dot, seal = receipt.rpartition(".")
    if not hmac.compare_digest(receipt_seal(key, said).encode(), seal.encode("utf-8", "replace")):
        return None
    return int(said.rpartition(".")[2], 16)


def receipt_seal(key: str, said: str) -> str:
    secret = hashlib.sha256(f"survey-receipt:{key}".encode()).digest()
    digest = hmac.digest(secret, said.encode("utf-8", "replace"), "sha256")
    return base64.urlsafe_b64encode(digest[:9]).decode()


def network_hash(key: str, address: str, day: date) -> bytes:
    """Return a mark that is the same for one network on one day and says nothing the day after."""
    secret = hashlib.sha256(f"survey-network:{key}:{day.isoformat()}".encode()).digest()
    return hmac.digest(secret, network_of(address).encode(), "sha256")[:16]


def network_of(address: str) -> str:
    """Return the address, or the first 64 bits of an IPv6 one: a device changes the rest at will."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
