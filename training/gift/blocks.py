"""Blocks of a GIFT file: the lines between blank ones, with their category and comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from training.gift.texts import plain_text

CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")


@dataclass
class Block:
    """The lines of one question without its comments."""

    category: str
    lines: list[tuple[int, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(line for _number, line in self.lines)

    def line_of(self, place: int) -> int:
        """The line of the file in which a place of the body lies."""
        return self.lines[min(self.body.count("\n", 0, place), len(self.lines) - 1)][0]

    def said(self, what: re.Pattern[str]) -> list[str]:
        return [
            re.sub(r"\\(.)", r"\1", found) for comment in self.comments for found in what.findall(comment)
        ]


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of a file."""
    category = ""
    block = Block(category)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        named = CATEGORY.fullmatch(line) if not block.lines else None
        if named:
            category = _last_of(named[1])
            block = Block(category)
        elif line.lstrip().startswith("//"):
            block.comments.append(line)
        elif line.strip():
            block.lines.append((number, line))
        else:
            if block.lines:
                yield block
            block = Block(category)


def _last_of(path: str) -> str:
    """The name of a category, the last of its path; a slash in a name is written twice."""
    parts = [part.replace("//", "/").strip() for part in re.split(r"(?<!/)/(?!/)", path.strip())]
    return next((plain_text(part) for part in reversed(parts) if part), "")
