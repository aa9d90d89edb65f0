"""Take out of a text what tells who somebody is: known names and numbers, and whatever looks like an address or a number."""

import re
from collections.abc import Iterable, Mapping

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Seven digits or more, as phones, orders and cards are written; dates and amounts are shorter.
NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ ()\-]{0,2}\d){6,}(?!\w)")
# Shorter pieces of a name hit common words.
SHORTEST = 2


def without_names(text: str, known: Mapping[str, Iterable[str]], hidden: str = "…") -> str:
    """Return the text with each known name replaced by what the person is called, and e-mails and long numbers hidden."""
    names = [(name.strip(), called) for called, group in known.items() for name in group if name]
    for name, called in sorted(names, key=lambda pair: -len(pair[0])):
        if len(name) >= SHORTEST:
            text = _word(name).sub(lambda _found, called=called: called, text)
    return NUMBER.sub(hidden, EMAIL.sub(hidden, text))


def parts_of(name: str) -> list[str]:
    """A name, and the parts it is written in: Anna Maria Berg → also Anna, Maria, Berg; 王小明 also without surname."""
    parts = [part for part in name.split() if len(part) > SHORTEST]
    is_chinese = len(name) == 3 and all("\u3400" <= sign <= "\U000323af" for sign in name)
    return [name, *parts, *([name[1:]] if is_chinese else [])]


def _word(name: str) -> re.Pattern[str]:
    """Latin names only as whole words; Chinese is written without gaps."""
    edge = r"\b" if name[0].isascii() and name[-1].isascii() else ""
    return re.compile(f"{edge}{re.escape(name)}{edge}", re.IGNORECASE)
