"""The base of all errors that are for a person to read."""


class Refusal(Exception):
    """A refusal with a translated message; `field` names what to correct."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.field = message, field
