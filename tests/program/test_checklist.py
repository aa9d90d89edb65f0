import pytest

from program.checklist import Line, MonthFacts, State, states

DONE, NOW, TODO, BLOCKED, LATER = State.DONE, State.NOW, State.TODO, State.BLOCKED, State.LATER


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (MonthFacts(), {Line.OPEN: NOW, Line.CALCULATE: BLOCKED, Line.PUBLISH: LATER, Line.PAY: LATER}),
        (MonthFacts("open"), {Line.OPEN: NOW, Line.SURVEYS: TODO}),
        (MonthFacts("collecting"), {Line.OPEN: DONE, Line.MANAGERS: DONE, Line.CALCULATE: BLOCKED}),
        (
            MonthFacts("collecting", managers_missing=1, selves_missing=2),
            {Line.MANAGERS: TODO, Line.SELVES: TODO},
        ),
        (
            MonthFacts("collecting", surveys_sent=3, uncertified=1),
            {Line.SURVEYS: LATER, Line.CERTIFIED: TODO},
        ),
        (MonthFacts("collecting", is_over=True), {Line.CALCULATE: NOW, Line.REVIEW: LATER}),
        (
            MonthFacts("calculated", is_over=True),
            {Line.CALCULATE: DONE, Line.REVIEW: NOW, Line.PUBLISH: LATER},
        ),
        (
            MonthFacts("under_review", is_over=True, managers_missing=1, uncertified=1),
            {
                Line.MANAGERS: DONE,
                Line.CERTIFIED: DONE,
                Line.REVIEW: DONE,
                Line.PUBLISH: NOW,
                Line.PAY: LATER,
            },
        ),
        (MonthFacts("published", is_over=True), {Line.PUBLISH: DONE, Line.PAY: NOW, Line.LOCK: BLOCKED}),
        (
            MonthFacts("published", is_over=True, open_appeals=1, run_status="paid"),
            {Line.APPEALS: TODO, Line.LOCK: BLOCKED},
        ),
        (MonthFacts("published", is_over=True, run_status="prepared"), {Line.PAY: NOW, Line.LOCK: BLOCKED}),
        (
            MonthFacts("published", is_over=True, run_status="paid"),
            {Line.APPEALS: DONE, Line.PAY: DONE, Line.LOCK: NOW},
        ),
        (MonthFacts("locked", is_over=True, run_status="locked"), dict.fromkeys(Line, DONE)),
    ],
)
def test_state_follows_the_facts(facts, expected):
    found = states(facts)
    assert {line: found[line] for line in expected} == expected
    assert list(found) == list(Line)
