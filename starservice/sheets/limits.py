"""How large a file may be before reading it endangers the machine."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Largest sizes in bytes, members and cells; `ratio` is unpacked over packed, judged from `ratio_from` bytes on."""

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 250 * MEGABYTE
    member_bytes: int = 200 * MEGABYTE
    members: int = 1_000
    ratio: int = 200
    ratio_from: int = 2 * MEGABYTE
    cells: int = 5_000_000


DEFAULT = Limits()
