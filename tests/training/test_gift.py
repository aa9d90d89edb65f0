"""Reading and writing GIFT; the examples are ours, the forms those of the public specification."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.gift import MISTAKES, Answer, GiftQuestion, read_gift, write_gift


def one(text):
    questions, mistakes = read_gift(text)
    assert not mistakes
    assert len(questions) == 1
    return questions[0]


def right(question):
    return [answer.text for answer in question.answers if answer.is_right]


def test_one_right_answer_with_name_id_feedback_and_category():
    question = one(
        "\ufeff$CATEGORY: $course$/top/Front desk // Night\r\n\r\n"
        "// a comment [id:greet-1] [tag:hard]\r\n"
        "::Greeting::[html]<p>Who greets <b>first</b>?</p>{\r\n"
        "   =We do#Always &amp; everywhere\r\n"
        "   // a comment inside\r\n"
        "   ~The guest#No\r\n"
        "   ####It is our house.\r\n"
        "}\r\n"
    )
    assert (question.name, question.ident, question.tags) == ("Greeting", "greet-1", ("hard",))
    assert question.category == "Front desk / Night"
    assert (question.kind, question.text, question.line) == ("single", "Who greets first?", 4)
    assert right(question) == ["We do"]
    assert question.answers[0].feedback == "Always & everywhere"
    assert question.explanation == "It is our house."


@pytest.mark.parametrize(
    ("text", "kind", "rights"),
    [
        ("Q{~a =b ~c}", "single", ["b"]),
        ("Q{~%0%a =%100%b ~%-50%c}", "single", ["b"]),
        ("Q{~%50%a ~%50%b ~%-100%c ~d}", "multiple", ["a", "b"]),
        ("Q{~%33.33333%a ~%66.66667%b}", "multiple", ["a", "b"]),
        ("Q{T}", "true_false", ["TRUE"]),
        ("Q { false #wrong#right}", "true_false", ["FALSE"]),
        ("Q{}", "text", []),
        ("Q{####Say sorry first.}", "text", []),
        ("Q{=four =4}", "text", []),
        ("Q{four}", "text", []),
        ("Q{>ALL VERTICAL\nfirst\nsecond\n}", "order", []),
    ],
)
def test_kinds(text, kind, rights):
    question = one(text)
    assert (question.kind, right(question)) == (kind, rights)


def test_short_answers_are_kept_as_accepted():
    assert one("2+2?{=four =%50%4 #nearly}").accepted == ("four", "4")
    assert one("2+2?{four}").accepted == ("four",)


def test_missing_word_leaves_a_blank():
    assert one("The guest is {=king ~wrong} here.").text == "The guest is _____ here."


def test_items_to_put_in_order_have_places():
    assert [(a.text, a.place) for a in one("Q{>ALL\na\nb\nc\n}").answers] == [("a", 1), ("b", 2), ("c", 3)]


def test_escapes_are_literal():
    question = one(r"::A\:\: b::2 \= 2 \{x\} \~ \# \\ \: end\nnew{=a\=b \~ c#say \# ~d}")
    assert question.name == "A:: b"
    assert question.text == "2 = 2 {x} ~ # \\ : end\nnew"
    assert [answer.text for answer in question.answers] == ["a=b ~ c", "d"]
    assert question.answers[0].feedback == "say #"


def test_feedback_of_right_answers_explains_where_nothing_else_does():
    assert one("Q{=a#Because ~b#No}").explanation == "Because"
    assert one("Q{T#It is#Well done}").explanation == "It is\nWell done"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("\n\nA heading only", 3, "no_answers"),
        ("Q{~a\n=b", 1, "unclosed"),
        ("Q{~a\n{=b}", 2, "unclosed"),
        ("Q ~a\n=b}", 2, "unopened"),
        ("Q{~a =b}}", 1, "unopened"),
        ("Q{~a =b}\nand {=c ~d}", 2, "second_answers"),
        ("{~a =b}", 1, "no_text"),
        ("::Name{~a =b}", 1, "name_unclosed"),
        ("Q{#3:1}", 1, "numerical"),
        ("Q{#=%100%3..4}", 1, "numerical"),
        ("Q{=France -> Paris =Italy -> Rome}", 1, "matching"),
        ("Q\n{nothing =a ~b}", 2, "stray"),
        ("Q{\n~%half%a\n=b}", 2, "weight"),
        ("Q{~%120%a ~b}", 1, "weight"),
        ("Q{~%NaN%a ~b}", 1, "weight"),
        ("Q{~a ~b}", 1, "no_right"),
        ("Q{~%-50%a ~%0%b}", 1, "no_right"),
        ("Q{=a =b ~c}", 1, "two_right"),
        ("Q{=a ~%100%b}", 1, "two_right"),
        ("Q{=a ~%50%b ~c}", 1, "part_marks"),
        ("Q{~%100%a}", 1, "one_answer"),
        ("Q{>ALL\na\n}", 2, "one_answer"),
        ("Q{\n=a\n~\n~b}", 3, "empty_answer"),
        ('[html]<img src\\="x.png">{~a =b}', 1, "image"),
    ],
)
def test_mistakes_name_the_line(text, line, code):
    questions, mistakes = read_gift(f"First{{T}}\n\n{text}\n\nLast{{F}}")
    assert [(mistake.line - 2, mistake.code) for mistake in mistakes] == [(line, code)]
    assert code in MISTAKES
    assert len(questions) == 2


def test_a_blank_line_ends_a_question_even_inside_its_braces():
    assert [(mistake.line, mistake.code) for mistake in read_gift("Q{~a\n\n=b}")[1]] == [
        (1, "unclosed"),
        (3, "unopened"),
    ]


def test_a_mistake_leaves_the_other_questions():
    questions, mistakes = read_gift("A{T}\n\nB{~x}\n\nC{F}")
    assert [question.text for question in questions] == ["A", "C"]
    assert [mistake.line for mistake in mistakes] == [3]


def test_an_empty_file_has_no_questions():
    assert read_gift("\n// nothing here\n\n$CATEGORY: x\n") == ([], [])


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n"),
    min_size=1,
    max_size=30,
).map(lambda text: "\n".join(line.strip() for line in text.split("\n")).strip())
SAID = WORDS.filter(bool)
LINE = SAID.map(lambda text: text.replace("\n", " ").strip())


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "order", "text"]))
    texts = draw(st.lists(SAID, min_size=2, max_size=6))
    rights = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    answers = {
        "single": [Answer(text, number == min(rights)) for number, text in enumerate(texts)],
        "multiple": [Answer(text, number in rights) for number, text in enumerate(texts)],
        "true_false": [Answer("TRUE", 0 in rights), Answer("FALSE", 0 not in rights)],
        "order": [Answer(text, place=place) for place, text in enumerate(texts, start=1)],
        "text": [],
    }[kind]
    return GiftQuestion(
        line=0,
        kind=kind,
        text=draw(SAID),
        name=draw(LINE),
        ident=draw(LINE),
        tags=tuple(draw(st.lists(LINE, max_size=2))),
        answers=tuple(answers),
        explanation=draw(WORDS),
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(questions(), max_size=4))
def test_what_is_written_is_read_again(written):
    read, mistakes = read_gift(write_gift(written))
    assert not mistakes
    assert [GiftQuestion(**{**vars(question), "line": 0}) for question in read] == written


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab \n{}=~#%:/\\>-1T[]plain$"), max_size=60))
def test_nothing_breaks_the_reader(text):
    found, mistakes = read_gift(text)
    assert all(question.kind in ("text", "order") or right(question) for question in found)
    assert {mistake.code for mistake in mistakes} <= set(MISTAKES)
