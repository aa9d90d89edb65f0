"""Circles in what comes before what."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def find_circle(after: Mapping[Node, Collection[Node]]) -> list[Node]:
    """The nodes of one circle, each followed by what it waits for; empty if there is none.

    `after` gives for each node what comes before it; nodes it does not list wait for nothing.
    """
    # What waits for nothing goes, again and again; whatever remains waits for something that remains.
    waits = {node: set(before) for node, before in after.items()}
    while ready := {node for node, before in waits.items() if not before & waits.keys()}:
        waits = {node: before for node, before in waits.items() if node not in ready}
    if not waits:
        return []
    return _walk({node: [one for one in after[node] if one in waits] for node in after if node in waits})


def _walk(waits: Mapping[Node, list[Node]]) -> list[Node]:
    walked: list[Node] = []
    node = next(iter(waits))
    while node not in walked:
        walked.append(node)
        node = waits[node][0]
    return walked[walked.index(node) :]
