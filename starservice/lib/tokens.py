"""Tokens of public links: 192 bits of which the database knows the SHA-256 alone.

A token is derived from a random seed and the server's key, so that whoever must show a link again can keep the seed: neither
the seed without the key nor the database without both opens anything. Each purpose has a secret of its own.
"""

import base64
import hashlib
import hmac
import secrets

TOKEN_BYTES = 24


def new_seed() -> str:
    """Return 128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def link_token(key: str, purpose: str, seed: str) -> str:
    """Return the token of a seed for one purpose: 32 characters safe in an address."""
    secret = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(secret, seed.encode(), "sha256")[:TOKEN_BYTES]).decode()


def hash_of(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
