from datetime import date
from decimal import Decimal

import pytest

from training.manual_changes import Kind, Mark, Measure, Written, changes_between, marked, measure_changes
from training.manual_checks import Lack, problems_of
from training.manual_words import target_text
from training.reading_time import reminder_due

LANGUAGES = ["en", "zh-hans", "zh-hant"]


def texts(en, hans="甲", hant="乙"):
    return {"en": en, "zh-hans": hans, "zh-hant": hant}


def standard(code="greet", behaviour="Greets everybody.", **options):
    written = {"title": texts("Greeting"), "behaviour": texts(behaviour), "attitude": {}, "wording": {}}
    return Written(**{"code": code, "stage": "pre_sale", "texts": written, **options})


def wait(target="20", **options):
    return Measure(
        **{
            "name": texts("Wait"),
            "comparison": "at_most",
            "target": Decimal(target),
            "unit": "seconds",
            **options,
        }
    )


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("Greets guests", "Greets guests", ["same Greets guests"]),
        ("within 30 seconds", "within 20 seconds", ["same within ", "old 30", "new 20", "same  seconds"]),
        ("at 98.5 percent", "at 99.5 percent", ["same at ", "old 98.5", "new 99.5", "same  percent"]),
        ("主动问候客人", "主动问候每位客人", ["same 主动问候", "new 每位", "same 客人"]),
        ("在20秒内𠮷", "在30秒内𠮷", ["same 在", "old 20", "new 30", "same 秒内𠮷"]),
        ("", "New", ["new New"]),
        ("Old", "", ["old Old"]),
        ("", "", []),
    ],
)
def test_words_are_marked(old, new, marks):
    assert [f"{piece.mark} {piece.text}" for piece in marked(old, new)] == marks


def test_both_texts_can_be_read_back_from_the_marks():
    old, new = "The guest waits at most 30 seconds.", "No guest waits more than 20 seconds, ever."
    pieces = marked(old, new)
    assert "".join(one.text for one in pieces if one.mark != Mark.NEW) == old
    assert "".join(one.text for one in pieces if one.mark != Mark.OLD) == new


def test_equal_versions_have_no_changes():
    assert (
        changes_between([standard(measures=(wait("20"),))], [standard(measures=(wait("20.00"),))], LANGUAGES)
        == []
    )


def test_standards_are_known_by_code_and_told_in_the_new_order():
    old = [standard("gone"), standard("kept"), standard("changed")]
    new = [standard("added"), standard("changed", "Greets all."), standard("kept")]
    found = [(one.kind, one.standard.code) for one in changes_between(old, new, LANGUAGES)]
    assert found == [(Kind.ADDED, "added"), (Kind.CHANGED, "changed"), (Kind.REMOVED, "gone")]


def test_a_change_names_field_and_language_and_only_those_asked_for():
    written = {**standard().texts, "behaviour": texts("Greets all.", "丙")}
    [change] = changes_between([standard()], [standard(texts=written)], LANGUAGES)
    assert [(one.field, one.language) for one in change.texts] == [
        ("behaviour", "en"),
        ("behaviour", "zh-hans"),
    ]
    assert changes_between([standard()], [standard(texts=written)], ["zh-hant"]) == []


def test_stage_and_position_count_as_changes():
    [change] = changes_between([standard()], [standard(stage="in_sale", position="Agent")], LANGUAGES)
    assert change.moved == ("stage", "position")


def test_indicators_are_paired_by_name_in_any_language():
    renamed = wait("15", name=texts("Waiting time"))
    other = wait(name={"en": "Accuracy"})
    changes = list(measure_changes([wait(), other], [renamed, wait(name={"en": "Calls"})]))
    assert [one.kind for one in changes] == [Kind.CHANGED, Kind.ADDED, Kind.REMOVED]
    assert (changes[0].before.target, changes[0].after.target) == (Decimal(20), Decimal(15))


def test_a_version_without_standards_forbids_publishing():
    [problem] = problems_of([], LANGUAGES)
    assert problem.lack is Lack.STANDARDS
    assert problem.forbids


@pytest.mark.parametrize(
    ("measure", "lacks"),
    [
        (wait("0"), []),
        (wait("0", comparison="at_least"), [Lack.TARGET]),
        (wait("0.01", comparison="at_least"), []),
    ],
)
def test_at_least_nothing_is_no_target_but_at_most_nothing_is(measure, lacks):
    assert [one.lack for one in problems_of([standard(measures=(measure,))], LANGUAGES)] == lacks


def test_missing_languages_are_named_and_forbid_nothing():
    written = {**standard().texts, "attitude": {"en": "Friendly", "zh-hans": " "}}
    [problem] = problems_of([standard(texts=written)], LANGUAGES)
    assert (problem.standard, problem.part, problem.languages) == (
        "greet",
        "attitude",
        ("zh-hans", "zh-hant"),
    )
    assert not problem.forbids


def test_a_standard_without_behaviour_or_title_is_found():
    lacks = problems_of([standard(texts={"title": {}, "behaviour": {}})], LANGUAGES)
    assert [(one.lack, one.part) for one in lacks] == [(Lack.BEHAVIOUR, ""), (Lack.LANGUAGE, "title")]


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 10, 1), "new"),
        (date(2026, 10, 7), "new"),
        (date(2026, 10, 8), "half"),
        (date(2026, 10, 14), "half"),
        (date(2026, 10, 15), "end"),
        (date(2026, 10, 21), "end"),
        (date(2026, 10, 22), "late1"),
        (date(2026, 10, 29), "late2"),
    ],
)
def test_reminders_come_after_half_at_the_end_and_weekly(day, step):
    assert reminder_due(day, date(2026, 10, 1), 14) == step


def test_a_manual_to_be_read_today_is_due_at_once():
    assert reminder_due(date(2026, 10, 1), date(2026, 10, 1), 0) == "end"


def test_one_day_is_no_plural():
    assert target_text(wait("1.00", unit="days")) == "at most 1 day"
    assert target_text(wait("100.00", unit="days")) == "at most 100 days"
