"""Finding listed words in what a customer wrote, in Latin and Chinese script."""

import re
import unicodedata
from collections.abc import Iterable

# A letter or digit of a script that separates words by spaces; Chinese characters do not continue a Latin word.
_LETTER = r"[^\W_\u2e80-\U0003ffff]"


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a text with one a line, without repetition."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def words_found(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return those of the words that stand in a text, in their own order.

    Upper and lower case, full and half width and line breaks make no difference. A Latin word counts as a whole or with a
    plural's ending: "fire" is in "FIRES!" and not in "Firefox"; Chinese words count wherever they stand.
    """
    known = _plain(text)
    return tuple(word for word in words if re.search(_pattern(_plain(word)), known))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pattern(word: str) -> str:
    starts = f"(?<!{_LETTER})" if re.match(_LETTER, word) else ""
    ends = f"(?:e?s)?(?!{_LETTER})" if re.search(f"{_LETTER}$", word) else ""
    return f"{starts}{re.escape(word)}{ends}" if word else r"(?!)"
