class CannotStart(Exception):
    """Something stands in the way; the text says what and what to do about it."""


class StopAsked(Exception):
    """Ctrl-C, a closed terminal or a polite kill."""
