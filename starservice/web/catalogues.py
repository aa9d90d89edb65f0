"""Compile the message catalogues without gettext's programs: `python -m starservice.web.catalogues`."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent.parent / "locale"


def compile_catalogues(directory: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that changed since it was compiled, and return those."""
    return [source for source in sorted(directory.glob("*/LC_MESSAGES/*.po")) if _compile(source)]


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as file:
        catalogue = read_po(file)
    draft = target.with_suffix(".mo.draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)
    return True


if __name__ == "__main__":
    compile_catalogues()
