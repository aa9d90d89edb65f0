"""Take out of a text what tells who somebody is: known names and numbers, and whatever looks like an address or a number."""

import re
from collections.abc import Iterable, Mapping

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A letter or digit of a script that parts its words; Chinese is written without gaps.
CHINESE = "\u2e80-\U000323af"
LETTER = rf"[^\W{CHINESE}]"
# Seven digits or more, as phones, orders and cards are written.
NUMBER = re.compile(rf"(?<!{LETTER})(?<!\.)\+?\d(?:[ ()\-]{{0,2}}\d){{6,}}(?!{LETTER})")
# Shorter pieces of a name hit common words.
SHORTEST = 2


def without_names(text: str, known: Mapping[str, Iterable[str]], hidden: str = "…") -> str:
    """Return the text with each known name replaced by what the person is called, and e-mails and long numbers hidden."""
    names = [(name.strip(), called) for called, group in known.items() for name in group if name]
    for name, called in sorted(names, key=lambda pair: -len(pair[0])):
        if len(name) >= SHORTEST:
            text = called.join(_word(name).split(text))
    return NUMBER.sub(hidden, EMAIL.sub(hidden, text))


def parts_of(name: str) -> list[str]:
    """A name, and the parts it is written in: Anna Maria Berg → also Anna, Maria, Berg; 王小明 also without surname."""
    parts = [part for part in name.split() if len(part) > SHORTEST]
    is_chinese = len(name) == 3 and re.fullmatch(f"[{CHINESE}]+", name)
    return list(dict.fromkeys([name, *parts, *([name[1:]] if is_chinese else [])]))


def _word(name: str) -> re.Pattern[str]:
    """Names as whole words only, where words have edges."""
    before = f"(?<!{LETTER})" if re.match(LETTER, name) else ""
    after = f"(?!{LETTER})" if re.match(LETTER, name[-1]) else ""
    return re.compile(f"{before}{re.escape(name)}{after}", re.IGNORECASE)
