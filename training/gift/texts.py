"""Texts of a GIFT file: escapes, formats, markup."""

import re
from html.parser import HTMLParser

from training.gift.question import Wrong

FORMAT = re.compile(r"\s*\[(html|plain|moodle|markdown)\]", re.IGNORECASE)
ESCAPE = re.compile(r"\\([\\:=~#{}n])")


def split(text: str, mark: re.Pattern[str]) -> list[str]:
    """Cut a text at each mark that is not escaped."""
    cuts = [(one.start(), one.end()) for one in mark.finditer(text) if one[1]]
    starts, ends = [0, *(end for _start, end in cuts)], [*(start for start, _end in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def formatted(text: str, usual: str) -> tuple[str, str]:
    """The format a text names in brackets before it, else the usual one, and the text."""
    named = FORMAT.match(text)
    return (named[1].lower(), text[named.end() :]) if named else (usual, text)


def read_text(raw: str, usual: str, place: int) -> str:
    """A text without its format, escapes and markup."""
    form, raw = formatted(raw, usual)
    text = plain_text(raw)
    if form != "html":
        return text
    if re.search(r"<img\b|@@PLUGINFILE@@", text, re.IGNORECASE):
        raise Wrong(place, "image")
    return _Words().read(text)


def plain_text(raw: str) -> str:
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", raw.strip())
    return ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()


class _Words(HTMLParser):
    """Takes the words of marked-up text."""

    BREAKS = ("br", "p", "div", "li", "tr")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attributes: object) -> None:
        if tag in self.BREAKS:
            self.words.append("\n")

    def read(self, text: str) -> str:
        self.feed(text)
        self.close()
        return re.sub(r"[ \t]*\n\s*", "\n", "".join(self.words)).strip()
