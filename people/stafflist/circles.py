"""Circles in who manages whom."""


def circles(manager_of: dict[str, str]) -> dict[str, list[str]]:
    """For each member of a circle, the circle: {"A": ["A", "B"], "B": ["A", "B"]}; linear in the number of people."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for start in manager_of:
        path: dict[str, None] = {}
        at = start
        while at in manager_of and at not in done and at not in path:
            path[at] = None
            at = manager_of[at]
        if at in path:
            members = list(path)[list(path).index(at) :]
            found.update(dict.fromkeys(members, members))
        done.update(path)
    return found
