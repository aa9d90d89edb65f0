"""`migrate` renders less than Django's own, and nothing that an operation looks at is out of date."""

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.commands import migrate
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AlterField,
    AlterModelOptions,
    CreateModel,
    Migration,
    RemoveConstraint,
    RenameModel,
    RunPython,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps

from starservice.database.executor import QuickExecutor

pytestmark = pytest.mark.django_db
ONE_COPY = models.UniqueConstraint(fields=["shelf", "title"], name="book_one_copy")


def to(model):
    return models.ForeignKey(f"library.{model}", models.CASCADE, null=True)


def put_books(apps, _editor):
    rack, book = apps.get_model("library", "Rack"), apps.get_model("library", "Book")
    book.objects.create(shelf=rack.objects.create(pk=2**40), title="Analects", pages=3)


SHELVES = [
    CreateModel("Shelf", [("id", models.AutoField(primary_key=True))]),
    CreateModel("Book", [("id", models.AutoField(primary_key=True)), ("title", models.TextField())]),
    AddField("Book", "shelf", to("Shelf")),
    AddField("Book", "pages", models.IntegerField(default=1)),
    AddConstraint("Book", ONE_COPY),
    AlterModelOptions("Book", {"ordering": ["title"]}),
]
RACKS = [
    RenameModel("Shelf", "Rack"),
    AddField("Rack", "code", models.TextField(default="r")),
    AlterField("Rack", "id", models.BigAutoField(primary_key=True)),
    RemoveConstraint("Book", "book_one_copy"),
    RunPython(put_books),
]


def migrated(executor, *steps):
    state = ProjectState()
    for number, operations in enumerate(steps):
        migration = Migration(f"{number:04}", "library")
        migration.operations = operations
        state = executor(connection).apply_migration(state, migration)
        assert migration.operations is operations
    return state


def columns():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_name LIKE 'library_%' ORDER BY 1, 2
        """)
        return cursor.fetchall()


def test_what_refers_to_a_renamed_and_altered_model_follows_it():
    state = migrated(QuickExecutor, SHELVES, RACKS)
    assert ("library_book", "shelf_id", "bigint") in columns()
    rack = state.apps.get_model("library", "Rack").objects.get()
    assert [book.title for book in rack.book_set.filter(shelf=rack)] == ["Analects"]


def test_tables_are_those_of_django():
    found = []
    for executor in (QuickExecutor, MigrationExecutor):
        migrated(executor, SHELVES, RACKS[:-1])
        found.append(columns())
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE library_book, library_rack")
    assert found[0] == found[1]
    assert len(found[0]) == 6


def test_columns_added_to_one_model_do_not_render_the_others(monkeypatch):
    state = migrated(QuickExecutor, SHELVES)
    rendered, render = [], StateApps.render_multiple
    monkeypatch.setattr(
        StateApps, "render_multiple", lambda apps, states: rendered.extend(states) or render(apps, states)
    )
    added = Migration("0009", "library")
    added.operations = [AddField("Book", f"page{number}", models.TextField(default="")) for number in (1, 2)]
    QuickExecutor(connection).apply_migration(state, added)
    assert [model.name for model in rendered] == ["Book", "Book"]


def test_migrate_applies_with_it():
    load_command_class(get_commands()["migrate"], "migrate")
    assert migrate.MigrationExecutor is QuickExecutor
