"""Drawing a paper from the question bank: the same seed and the same bank give the same paper.

What comes first is decided by SHA-256("seed|what|number"), so that no version of Python changes a paper. Parts may overlap
(five of a topic, three of them hard): a question is given to a part only if all others can still be filled, so a paper is
found whenever there is one, and every question that fits has its chance.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KEEP_ORDER = ("true_false",)


@dataclass(frozen=True)
class Part:
    """So many questions of a topic; `difficulty` None and `kind` "" are any."""

    topic: int
    count: int
    difficulty: int | None = None
    kind: str = ""

    def takes(self, question: "Candidate") -> bool:
        """Whether a question may stand in this part."""
        return (
            self.topic == question.topic
            and self.difficulty in (None, question.difficulty)
            and self.kind in ("", question.kind)
        )


@dataclass(frozen=True)
class Candidate:
    """A question ready to be asked, with the numbers of its options in the bank's order."""

    id: int
    topic: int
    difficulty: int
    kind: str
    options: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A question of a paper: the part it stands in (counted from 0) and its options in the order shown."""

    part: int
    question: int
    options: tuple[int, ...]


@dataclass(frozen=True)
class Shortage:
    """A part (counted from 0) that lacks so many questions of its own."""

    part: int
    lacks: int


class TooFew(Exception):
    """The bank cannot fill every part; says which parts lack how many."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__(", ".join(f"part {one.part} lacks {one.lacks}" for one in shortages))
        self.shortages = tuple(shortages)


def draw(parts: Sequence[Part], candidates: Iterable[Candidate], seed: str) -> list[Drawn]:
    """Return the paper of a seed, part after part; raises TooFew when the bank cannot fill the parts."""
    chosen = _chosen(parts, _shuffled_questions(candidates, seed))
    lacking = _shortages(parts, chosen)
    if lacking:
        raise TooFew(lacking)
    return [
        Drawn(number, question.id, _options_shown(question, seed))
        for number in range(len(parts))
        for question in _shuffled_questions(chosen[number], seed)
    ]


def shortages(parts: Sequence[Part], candidates: Iterable[Candidate]) -> list[Shortage]:
    """Return which parts the bank cannot fill, and how many questions each lacks."""
    return _shortages(parts, _chosen(parts, sorted(candidates, key=lambda question: question.id)))


def _shortages(parts: Sequence[Part], chosen: Sequence[Sequence[Candidate]]) -> list[Shortage]:
    return [
        Shortage(number, part.count - len(taken))
        for number, (part, taken) in enumerate(zip(parts, chosen, strict=True))
        if len(taken) < part.count
    ]


def _chosen(parts: Sequence[Part], questions: Iterable[Candidate]) -> list[list[Candidate]]:
    """Give questions to parts in turn, moving earlier ones where that makes room (a maximal matching)."""
    chosen: list[list[Candidate]] = [[] for _part in parts]
    narrow_first = sorted(range(len(parts)), key=lambda number: _width(parts[number]))
    hopeless: set[tuple[int, int, str]] = set()
    wanted = sum(part.count for part in parts)
    for question in questions:
        sort = (question.topic, question.difficulty, question.kind)
        # Once no room could be made for a question of a sort, none can be made for another of it later.
        if sort in hopeless:
            continue
        if _place(question, parts, chosen, narrow_first, set()):
            wanted -= 1
        else:
            hopeless.add(sort)
        if not wanted:
            break
    return chosen


def _place(
    question: Candidate,
    parts: Sequence[Part],
    chosen: list[list[Candidate]],
    order: Sequence[int],
    seen: set[int],
) -> bool:
    """Put a question into a part that takes it, moving others on where all of them are full."""
    fitting = [number for number in order if number not in seen and parts[number].takes(question)]
    for number in fitting:
        if len(chosen[number]) < parts[number].count:
            chosen[number].append(question)
            return True
    for number in fitting:
        seen.add(number)
        for place, other in enumerate(chosen[number]):
            if _place(other, parts, chosen, order, seen):
                chosen[number][place] = question
                return True
    return False


def _width(part: Part) -> int:
    return (part.difficulty is None) + (not part.kind)


def _shuffled_questions(questions: Iterable[Candidate], seed: str) -> list[Candidate]:
    return sorted(questions, key=lambda question: (_digest(seed, "question", question.id), question.id))


def _options_shown(question: Candidate, seed: str) -> tuple[int, ...]:
    if question.kind in KEEP_ORDER:
        return question.options
    return tuple(sorted(question.options, key=lambda option: (_digest(seed, "option", option), option)))


def _digest(seed: str, what: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}|{what}|{number}".encode()).digest()
