"""Plain text as people type it, taken apart into headings, paragraphs and lists; no markup of its own is kept."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"\A#{1,3}\s+(.+)\Z")
BULLET = re.compile(r"\A[-*•·]\s+(.+)\Z")
NUMBER = re.compile(r"\A\d{1,3}(?:[.)]\s+|[、．]\s*)(.+)\Z")
KINDS = (("heading", HEADING), ("bullets", BULLET), ("numbers", NUMBER))


@dataclass(frozen=True)
class Block:
    """A heading (one line), a paragraph (its lines), or a list (its items)."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a text: # heading, - item, 1. item; an empty line parts paragraphs."""
    blocks: list[Block] = []
    kind, lines = "", list[str]()
    for line in [*(line.strip() for line in text.splitlines()), ""]:
        next_kind, content = _kind_of(line)
        if lines and (next_kind != kind or kind == "heading"):
            blocks.append(Block(kind, tuple(lines)))
            lines = []
        kind = next_kind
        if content:
            lines.append(content)
    return blocks


def _kind_of(line: str) -> tuple[str, str]:
    for kind, pattern in KINDS:
        if found := pattern.match(line):
            return kind, found.group(1).strip()
    return ("paragraph" if line else "", line)
