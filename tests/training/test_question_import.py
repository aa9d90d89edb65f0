"""Questions from workbooks and GIFT files: preview, confirm, nothing half done, the same again changes nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from people.models import Role
from starservice.sheets.writing import write_xlsx
from tests.factories import UserFactory
from tests.training.factories import QuestionFactory, TopicFactory
from training.models import Question, Rubric
from training.questionlist import gift_of, headings, plan_questions, read_gift_list, rows_of
from training.questionlist.columns import recognised

pytestmark = pytest.mark.django_db
ADD = "/admin/training/question/import/"
HEADINGS = [
    "Code",
    "Topic",
    "Difficulty",
    "Kind",
    "Question (en)",
    "Question (zh-hans)",
    "A",
    "B",
    "C",
    "Right answers",
    "Right order",
    "Rubric",
]
GOOD = ["q-1", "product", "hard", "single", "Who?", "谁？", "We", "They", "", "A", "", ""]


@pytest.fixture(autouse=True)
def trainer(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = UserFactory(username="trainer", roles=[Role.TRAINING])
    client.force_login(user)
    return user


def workbook(*rows, head=HEADINGS):
    file = io.BytesIO()
    write_xlsx(file, head, rows)
    return SimpleUploadedFile("questions.xlsx", file.getvalue())


def previewed(client, file, **settings):
    answer = client.post(ADD, {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"], settings), answer["Location"]


def confirmed(client, file, **facts):
    page, address = previewed(client, file)
    form = page.context["form"]
    values = {name: form.data.get(name, "") for name in ("language", "topic", "rubric", "state", "encoding")}
    values |= {"digest": page.context["digest"], "confirm": "1", **facts}
    return client.post(address, values)


def counts(page):
    return {group["status"]: group["count"] for group in page.context["groups"]}


def reasons(page):
    rows = next(group["rows"] for group in page.context["groups"] if group["status"] == "rejected")
    return {row.number: " ".join(f"{one.column}: {one.reason}" for one in row.problems) for row in rows}


def test_a_workbook_is_imported_once(client):
    assert confirmed(client, workbook(GOOD)).status_code == 302
    question = Question.objects.get(code="q-1")
    assert (question.topic.code, question.difficulty, question.state) == ("product", 3, "draft")
    assert question.text == {"en": "Who?", "zh-hans": "谁？"}
    assert [(str(one.text), one.is_right) for one in question.options.all()] == [
        ("We", True),
        ("They", False),
    ]
    again, _address = previewed(client, workbook(GOOD))
    assert counts(again) == {"rejected": 0, "changed": 0, "new": 0, "unchanged": 1}


def test_each_kind_is_read(client):
    rows = [
        ["m", "product", 2, "several right answers", "?", "", "a", "b", "c", "A, C", "", ""],
        ["t", "product", 1, "true or false", "?", "", "", "", "", "false", "", ""],
        ["o", "product", 1, "order", "?", "", "a", "b", "c", "", "B,C,A", ""],
        ["x", "product", 1, "text", "?", "", "", "", "", "", "", "written-answer"],
    ]
    confirmed(client, workbook(*rows), state="ready")
    right = {
        question.code: list(question.options.filter(is_right=True).values_list("order", flat=True))
        for question in Question.objects.filter(code__in="mtox")
    }
    assert right == {"m": [1, 3], "t": [2], "o": [], "x": []}
    order = Question.objects.get(code="o")
    assert list(order.options.values_list("place", flat=True)) == [3, 1, 2]
    assert order.state == "ready"


def test_rejected_rows_say_why_and_the_good_ones_come_in_when_told(client):
    rows = [
        GOOD,
        ["q-2", "product", "", "single", "No right one?", "", "a", "b", "", "", "", ""],
        ["q-3", "product", "", "single", "Two?", "", "a", "b", "", "A B", "", ""],
        ["q-4", "nowhere", "", "single", "?", "", "a", "b", "", "A", "", ""],
        ["q-5", "product", "", "riddle", "?", "", "a", "b", "", "A", "", ""],
        ["q-6", "product", "", "single", "?", "", "a", "b", "", "D", "", ""],
        ["q-7", "product", "", "order", "?", "", "a", "b", "", "", "A", ""],
        ["q-1", "product", "", "single", "?", "", "a", "b", "", "A", "", ""],
        ["", "product", "", "single", "?", "", "a", "b", "", "A", "", ""],
        ["q-8", "product", "", "single", "", "", "a", "b", "", "A", "", ""],
        ["q-9", "product", "", "text", "?", "", "a", "", "", "", "", "none"],
    ]
    page, _address = previewed(client, workbook(*rows))
    said = reasons(page)
    for row, words in {
        3: "No answer is marked as right",
        4: "only one can be",
        5: "no topic",
        6: "“riddle” is not known",
        7: "no answer D",
        8: "needs its place",
        9: "already in row 2",
        10: "Code",
        11: "is missing",
        12: "no rubric",
    }.items():
        assert words in said[row]
    refused = confirmed(client, workbook(*rows))
    assert refused.context["form"].errors["leave_out"]
    assert not Question.objects.filter(code="q-1").exists()
    confirmed(client, workbook(*rows), leave_out="on")
    assert set(Question.objects.filter(code__startswith="q-").values_list("code", flat=True)) == {"q-1"}


def test_a_file_with_wrong_columns_names_those_it_misses(client):
    page, _address = previewed(client, workbook(["x"], head=["Something"]))
    assert "Code, Kind, Question" in page.context["wrong"]


@pytest.mark.parametrize(
    ("name", "content"), [("q.pdf", b"%PDF"), ("q.xlsx", b"not a workbook"), ("q.gift", b"\xff\xfe\x00")]
)
def test_other_files_are_refused(client, name, content):
    answer = client.post(ADD, {"file": SimpleUploadedFile(name, content)})
    if answer.status_code == 302:
        page = client.get(answer["Location"])
        assert page.context["wrong"] or not page.context["writes"]
    else:
        assert answer.context["form"].errors["file"]


def test_what_changed_since_the_preview_is_not_written(client):
    page, address = previewed(client, workbook(GOOD))
    values = {"language": "en", "state": "draft", "rubric": page.context["form"].data["rubric"]}
    QuestionFactory(code="q-1", topic__code="other", options=2)
    answer = client.post(address, {**values, "digest": page.context["digest"], "confirm": "1"})
    assert "changed since the preview" in answer.context["wrong"]
    assert Question.objects.get(code="q-1").topic.code == "other"


def test_a_change_keeps_the_numbers_of_answers_and_other_languages(client):
    question = QuestionFactory(code="q-1", options=3)
    question.text = {"en": "Old?", "zh-hant": "舊？"}
    question.save()
    before = list(question.options.values_list("pk", flat=True))
    confirmed(client, workbook(GOOD))
    question.refresh_from_db()
    assert question.text == {"en": "Who?", "zh-hant": "舊？", "zh-hans": "谁？"}
    assert list(question.options.values_list("pk", flat=True)) == before[:2]


GIFT = """$CATEGORY: $course$/product

// [id:g-1] [tag:hard]
::Greeting::谁先问候？{=我们 ~客户}

::g-2::Match{=a -> b =c -> d}

Essay{####Say sorry}
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_gift_comes_in_with_its_lines_language_and_encoding(client, encoding):
    file = lambda: SimpleUploadedFile("bank.gift", GIFT.encode(encoding))  # noqa: E731
    page, _address = previewed(client, file(), encoding=encoding)
    assert counts(page) == {"rejected": 1, "changed": 0, "new": 2, "unchanged": 0}
    assert "Line 6: matching" in reasons(page)[6]
    confirmed(
        client,
        file(),
        encoding=encoding,
        language="zh-hans",
        leave_out="on",
        digest=_digest(client, file(), encoding),
    )
    question = Question.objects.get(code="g-1")
    assert question.text == {"zh-hans": "谁先问候？"}
    assert (question.topic.code, question.difficulty) == ("product", 3)
    essay = Question.objects.get(code__startswith="gift-")
    assert (essay.kind, essay.rubric.code) == ("text", "written-answer")
    again, _address = previewed(
        client, file(), encoding=encoding, language="zh-hans", state="draft", rubric=essay.rubric.pk
    )
    assert counts(again)["unchanged"] == 2


def _digest(client, file, encoding):
    page, _address = previewed(
        client, file, encoding=encoding, language="zh-hans", state="draft", rubric=page_rubric()
    )
    return page.context["digest"]


def page_rubric():
    return Rubric.objects.get(code="written-answer").pk


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_bank_comes_back_from_its_own_files_unchanged(client, language):
    bank = list(Question.objects.select_related("topic", "rubric").prefetch_related("options"))
    with override(language):
        head, rows = headings(), list(rows_of(bank))
        assert len(recognised(head, "en")) == len(head)
        gift = read_gift_list(gift_of(bank, language), language)
    page, _address = previewed(client, workbook(*rows, head=head))
    assert counts(page)["unchanged"] == len(bank)
    plan = plan_questions(gift, topic=None, rubric=None, state="draft")
    assert not plan.with_status("new", "changed", "rejected")


def test_exports_are_filtered_files(client):
    topic = TopicFactory()
    QuestionFactory(topic=topic, code="mine")
    for kind in ("xlsx", "csv", "gift"):
        answer = client.get(f"/admin/training/question/export/{kind}/?topic__id__exact={topic.pk}")
        assert answer.status_code == 200
        assert kind in answer["Content-Disposition"]
    assert answer.content.decode().count("::mine::") == 1
    assert "product-01" not in answer.content.decode()
    assert client.get("/admin/training/question/export/exe/").status_code == 404


def test_importing_costs_the_same_for_one_or_many(client):
    found = []
    for count, name in ((1, "a"), (20, "b")):
        rows = [[f"{name}-{number}", *GOOD[1:]] for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            confirmed(client, workbook(*rows))
        assert Question.objects.filter(code__startswith=f"{name}-").count() == count
        found.append(len(queries))
    assert found[0] == found[1]
