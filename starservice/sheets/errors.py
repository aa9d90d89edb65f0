"""What can be wrong with a file somebody brings."""


class SheetError(Exception):
    """A table file that cannot be read; the message is translated and says what to do."""
