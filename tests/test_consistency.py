"""What must hold everywhere; finds new tasks, templates, addresses, migrations and services by itself."""

import ast
import importlib
import inspect
import re
import subprocess
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import URLPattern, get_resolver

from starservice.celery import app as celery_app

ROOT: Path = settings.BASE_DIR
APPS = ["people", "training", "feedback", "ratings", "incentives", "program", "starservice"]
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE
)
DATA_SCRIPT = re.compile(r"<script[^>]*type=\"application/json\"[^>]*>", re.IGNORECASE)
GENERATED_NAME = re.compile(r"_auto_|^\d{4}_(alter|remove|rename|delete)_\w+_(and_more|\w+)$|_and_more$")


def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def our_templates() -> list[Path]:
    return sorted(
        path for path in tracked_files() if "templates" in path.parts and path.suffix in (".html", ".txt")
    )


def our_sources() -> list[Path]:
    return [
        path for path in tracked_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in APPS
    ]


def test_every_scheduled_task_exists():
    celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(celery_app.tasks), f"unknown: {scheduled - set(celery_app.tasks)}"


def test_every_outbox_message_names_a_task():
    celery_app.loader.import_default_modules()
    named = {
        name
        for path in our_sources()
        for name in re.findall(r"put_in_outbox\(\s*[\"']([\w.]+)[\"']", path.read_text())
    }
    assert named <= set(celery_app.tasks), f"unknown: {named - set(celery_app.tasks)}"


@pytest.mark.parametrize("path", our_templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path):
    engines["django"].from_string(path.read_text())


def test_every_template_is_used():
    """By its name in a source or another template, or because a library looks for it under that name."""
    texts = [path.read_text() for path in our_sources() + our_templates()]
    unused = []
    for path in our_templates():
        name = str(path).rpartition("/templates/")[2]
        family = f'"{name.rpartition("/")[0]}"'  # a directory that a view takes its pages from
        is_named = any(name in text or family in text for text in texts)
        if not is_named and not _is_override(name) and not _is_admin_convention(name):
            unused.append(name)
    assert not unused, f"nobody uses {unused}"


def _is_override(name: str) -> bool:
    """Whether a template takes the place of one that a library brings, or is one Django itself looks for."""
    theirs = [Path(directory) / name for directory in get_app_template_dirs("templates")]
    theirs.append(Path(django.__file__).parent / "forms" / "templates" / name)
    is_theirs = any(path.is_file() and path not in our_templates() for path in theirs)
    return is_theirs or name in ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


def _is_admin_convention(name: str) -> bool:
    """Whether the admin looks for a template of this name for an app or a model."""
    known = "actions|app_index|change_form|change_form_object_tools|change_list|change_list_object_tools"
    known += (
        "|change_list_results|date_hierarchy|delete_confirmation|delete_selected_confirmation|object_history"
    )
    known += "|pagination|search_form|submit_line"
    return re.fullmatch(rf"admin/\w+/(\w+/)?({known})\.html", name) is not None


@pytest.mark.parametrize("path", our_templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_script_or_style(path):
    found = INLINE.search(DATA_SCRIPT.sub("", path.read_text()))
    assert not found, f"{found.group()!r}: the content policy forbids it" if found else ""


def test_every_address_leads_to_a_view():
    patterns = list(_patterns(get_resolver()))
    assert len(patterns) > 50
    assert not [pattern for pattern in patterns if not callable(pattern.callback)]


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from _patterns(entry)


def our_migrations() -> list:
    loader = MigrationLoader(None)
    return [
        one
        for (label, _name), one in sorted(loader.disk_migrations.items())
        if label in [*APPS, "jobs", "web"]
    ]


@pytest.mark.parametrize("migration", our_migrations(), ids=str)
def test_migration_is_named_by_hand_and_can_be_undone(migration):
    assert not GENERATED_NAME.search(migration.name), "say in the name what it does"
    stuck = [operation for operation in migration.operations if not operation.reversible]
    assert not stuck, f"cannot be undone: {stuck}"


@pytest.mark.parametrize("name", [f"{app}.services" for app in APPS[:-1]])
def test_services_take_actor_and_moment_by_name(name):
    """What an app's services offer to others never takes who and when by position."""
    if importlib.util.find_spec(name) is None:
        return
    for function_name, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
        if function.__module__.startswith(name) and not function_name.startswith("_"):
            parameters = inspect.signature(function).parameters
            loose = [key for key in ("by", "at") if key in parameters and parameters[key].kind != 3]
            assert not loose, f"{name}.{function_name} takes {loose} by position"


def test_services_are_found():
    assert importlib.util.find_spec("ratings.services")


def test_no_test_is_skipped_silently():
    """The function that skips says in capitals what is missing."""
    silent = []
    for path in (ROOT / "tests").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and _skips(function) and not _speaks_up(function):
                silent.append(f"{path.relative_to(ROOT)}: {function.name}")
    assert not silent, silent


def _skips(function: ast.FunctionDef) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(_name_of(call.func) in ("skip", "skipif", "xfail", "importorskip") for call in calls)


def _speaks_up(function: ast.FunctionDef) -> bool:
    words = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
    return any(isinstance(word, str) and re.search(r"\b[A-Z]{4,}\b", word) for word in words)


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_no_file_knows_the_machine_it_was_written_on():
    places = ["/" + "work/", "/" + "root/", "/" + "home/"]
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in tracked_files()
        if path.suffix not in (".png", ".ico", ".woff2", ".mo", ".xlsx")
        for place in places
        if place in path.read_text(errors="ignore")
    ]
    assert not found, found
