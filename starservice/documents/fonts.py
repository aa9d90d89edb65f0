"""The fonts documents are set in, in the order of the reader's language, and whether they have every character.

Noto Sans CJK comes with us whole, so that names keep their rare characters; a directory of further fonts can follow it.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

OURS = Path(__file__).parent / "fonts"
SIMPLIFIED, TRADITIONAL = "Noto Sans CJK SC", "Noto Sans CJK TC"
FIRST = {"zh-hant": (TRADITIONAL, SIMPLIFIED)}
FILES = ("*.ttc", "*.otf", "*.ttf", "*.otc")


class MissingGlyph(ValueError):
    """No font has these characters, so a document would show boxes in their place."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no font has {characters}")
        self.characters = characters


@lru_cache(maxsize=4)
def fonts_with(more: str) -> "typst.Fonts":
    """Our fonts and those in the directory `more` (none: ""), and no other."""
    # Loaded with the first document: processes that make none start faster and smaller.
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=_directories(more)
    )


def families(language: str, more: str) -> list[str]:
    """The fonts to look for a character in, for a reader of a language."""
    own = FIRST.get(language, (SIMPLIFIED, TRADITIONAL))
    ours = set(fonts_with("").families())
    return [*own, *(family for family in fonts_with(more).families() if family not in ours)]


def check_glyphs(texts: Iterable[str], more: str) -> None:
    """Raise MissingGlyph when the fonts lack a character of these texts."""
    known = _characters(more)
    wanted = dict.fromkeys(character for text in texts for character in text if _is_drawn(character))
    missing = [character for character in wanted if ord(character) not in known]
    if missing:
        raise MissingGlyph("".join(missing))


def _is_drawn(character: str) -> bool:
    """Whether a character needs a glyph of its own; spaces, controls and choices of a variant need none."""
    if unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return False
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf")


@lru_cache(maxsize=4)
def _characters(more: str) -> frozenset[int]:
    known: set[int] = set()
    for directory in _directories(more):
        for path in (path for pattern in FILES for path in sorted(Path(directory).glob(pattern))):
            known.update(_characters_of(path))
    return frozenset(known)


def _characters_of(path: Path) -> set[int]:
    from fontTools.ttLib import TTCollection, TTFont

    if path.suffix in (".ttc", ".otc"):
        # The faces of a collection are cut for regions; ours all have the same characters.
        with TTCollection(str(path), lazy=True) as collection:
            return set(collection.fonts[0].getBestCmap())
    with TTFont(str(path), lazy=True) as font:
        return set(font.getBestCmap())


def _directories(more: str) -> list[str]:
    return [str(OURS), *([more] if more else [])]
