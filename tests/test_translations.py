"""Every text is translated into both Chinese scripts, and the catalogues know every text."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

LANGUAGES = ["zh_Hans", "zh_Hant"]
LOCALE = settings.BASE_DIR / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HTML_TAG = re.compile(r"</?\w+")
MUST_RUN = bool(os.environ.get("CI_STRICT"))


def _catalogue(language: str, locale: Path = LOCALE) -> Catalog:
    with (locale / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.fixture(scope="module", autouse=True)
def catalogues_exist():
    if not LOCALE.is_dir():
        pytest.skip("THERE ARE NO TRANSLATIONS YET: locale/ does not exist")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    untranslated = [
        str(message.id) for message in _catalogue(language) if message.id and not all(_texts(message))
    ]
    assert not untranslated, f"{len(untranslated)} without a translation: {untranslated[:20]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    fuzzy = [str(message.id) for message in _catalogue(language) if message.id and message.fuzzy]
    assert not fuzzy, f"{len(fuzzy)} are marked fuzzy: {fuzzy[:20]}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, HTML_TAG], ids=["placeholders", "tags"])
def test_translations_keep_what_the_program_fills_in(language, pattern):
    wrong = [str(message.id) for message in _catalogue(language) if message.id and _differs(message, pattern)]
    assert not wrong, f"{len(wrong)} differ: {wrong[:20]}"


def _differs(message: Message, pattern: re.Pattern[str]) -> bool:
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = [sorted(pattern.findall(text)) for text in originals]
    return any(sorted(pattern.findall(text)) not in allowed for text in _texts(message))


def test_catalogues_know_every_text(tmp_path):
    """Collect the texts afresh in a copy and compare."""
    if not (shutil.which("xgettext") and shutil.which("msgmerge")):
        assert not MUST_RUN, "gettext is not installed"
        pytest.skip(
            "WITHOUT GETTEXT nobody can see whether the translations are complete (apt install gettext)"
        )
    copy = _copy_of_the_project(tmp_path / "copy")
    command = [sys.executable, "manage.py", "makemessages", *(f"--locale={code}" for code in LANGUAGES)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=300)
    for language in LANGUAGES:
        known, found = _ids(_catalogue(language)), _ids(_catalogue(language, copy / "locale"))
        assert not found - known, f"{language} lacks {sorted(found - known)[:20]}: run make messages"
        assert not known - found, (
            f"{language} has what nobody says: {sorted(known - found)[:20]}: run make messages"
        )


def _ids(catalogue: Catalog) -> set[str]:
    return {f"{message.context or ''}|{message.id}" for message in catalogue if message.id}


def _copy_of_the_project(copy: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source, target = settings.BASE_DIR / name, copy / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return copy
