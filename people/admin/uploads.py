"""Files that wait in the admin for a confirmation: uploaded, previewed, then written and thrown away."""

import secrets
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar, Self

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest

from starservice.sheets import TEXT_SUFFIXES, Guess, guess_encodings, read_sample


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits for confirmation; only the session that brought it finds it."""

    folder: ClassVar[str]
    session_key: ClassVar[str]
    text_suffixes: ClassVar[tuple[str, ...]] = TEXT_SUFFIXES

    token: str
    name: str

    @classmethod
    def keep(cls, request: HttpRequest, file: Any) -> Self:
        """Store an uploaded file for its session."""
        upload = cls(secrets.token_hex(16), PurePath(file.name).name)
        default_storage.save(upload.place, file)
        request.session[cls.session_key] = {**cls._known(request), upload.token: upload.name}
        return upload

    @classmethod
    def kept(cls, request: HttpRequest, token: str) -> Self:
        """The file a session brought, or 404."""
        name = cls._known(request).get(token)
        if name is None or not default_storage.exists(cls(token, name).place):
            raise Http404
        return cls(token, name)

    def forget(self, request: HttpRequest) -> None:
        """Throw the file away."""
        default_storage.delete(self.place)
        left = {token: name for token, name in self._known(request).items() if token != self.token}
        request.session[self.session_key] = left

    @property
    def place(self) -> str:
        return f"{self.folder}/{self.token}{PurePath(self.name).suffix.lower()}"

    def guesses(self) -> list[Guess]:
        """The encodings that can read it, with previews; none for workbooks."""
        if not self.name.lower().endswith(self.text_suffixes):
            return []
        with self.opened() as stored:
            return guess_encodings(read_sample(stored.file))

    def opened(self) -> Any:
        """The stored file, to be closed again."""
        return default_storage.open(self.place)

    @classmethod
    def _known(cls, request: HttpRequest) -> dict[str, str]:
        known: dict[str, str] = request.session.get(cls.session_key, {})
        return known
