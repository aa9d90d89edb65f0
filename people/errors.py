"""Why people's services refuse; each message is for the person who asked, `field` names what to correct."""

from starservice.lib.refusals import Refusal


class PeopleError(Refusal):
    """A refusal of this app."""


class AssignmentOverlaps(PeopleError):
    """Another assignment begins on or after the day."""


class NotEmployed(PeopleError):
    """The day lies outside of an employment."""


class Circle(PeopleError):
    """Somebody would manage himself, or a department be part of itself."""


class AlreadyTaken(PeopleError):
    """The employee number or username is somebody else's."""


class OwnRole(PeopleError):
    """Nobody gives or takes a role of his own."""


class LastAdministrator(PeopleError):
    """The last administrator cannot be locked out."""


class ListChanged(PeopleError):
    """The staff changed between preview and confirmation."""
