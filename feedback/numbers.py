"""The numbers people call requests by: R000123, and C000124 for a complaint."""

import re

LETTERS = {"request": "R", "complaint": "C"}
NUMBER = re.compile(r"[RC]?\s*-?\s*0*([0-9]{1,18})", re.IGNORECASE)


def number_of(kind: str, pk: int | None) -> str:
    """Return the number of a request: a letter for its kind and the digits of its id."""
    return f"{LETTERS[kind]}{pk or 0:06d}"


def id_in(number: str) -> int | None:
    """Return the id a typed number means, in any usual writing, or None where it is no number."""
    found = NUMBER.fullmatch(number.strip())
    return int(found[1]) if found else None
