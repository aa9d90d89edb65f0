"""Why an import stops before it has begun, or in the middle."""


class ImportRefusedError(Exception):
    """The file and the mapping do not go together; the message is translated and says why."""


class ImportCancelledError(Exception):
    """Somebody cancelled the import while it ran; nothing of it was kept."""


class ImportAlreadyRunningError(Exception):
    """Another worker is running this very import."""
