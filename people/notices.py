"""What can be told to a user, and in which words.

Whoever tells something makes a `Notice` and gives it to `people.services.notify`. The words of each code are a function
from the notice's facts to a sentence in the language in force; an app registers its own with `@says("code")` in a module
that its AppConfig imports when ready.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from people.models.notification import MailWhen, Topic

Words = Callable[[Mapping[str, Any]], str]
AT_ONCE = (Topic.ASSIGNED, Topic.BREACH, Topic.ESCALATION, Topic.COMPLAINT)
_words: dict[str, Words] = {}


@dataclass(frozen=True)
class Notice:
    """One thing to tell one user; the same `key` is told a user once. `address` is where it leads on this site."""

    user_id: int
    topic: str
    code: str
    key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Choice:
    """How a user wants to hear of a topic."""

    in_portal: bool
    mail: str


def default_mail(topic: str) -> str:
    """How a user who chose nothing hears of a topic by e-mail."""
    return MailWhen.AT_ONCE if topic in AT_ONCE else MailWhen.DIGEST


def says(code: str) -> Callable[[Words], Words]:
    """Register the sentence of a code; it reads the facts and answers in the language in force."""

    def register(words: Words) -> Words:
        if code in _words:
            raise ValueError(f"{code} has its words already")
        _words[code] = words
        return words

    return register


def words_of(code: str, data: Mapping[str, Any]) -> str:
    """The sentence of a code with its facts; the code itself where nobody registered words."""
    words = _words.get(code)
    return words(data) if words else code
