import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from feedback.models import ImportMapping, ImportRun, Interaction
from feedback.services.interaction_import import cancel_import, run_import, throw_away_drafts
from feedback.tasks import throw_away_import_drafts
from starservice.jobs.models import OutboxMessage
from tests.factories import ImportRunFactory, InteractionFactory, UserFactory

pytestmark = pytest.mark.django_db
CSV = (
    "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,AvgTalkDuration,"
    "Satisfaction rating\n"
    "C1,王小明,2021-02-01,9:00,投诉,Y,Y,10,0:02:00,4\n"
    "C2,王小明,2021-02-01,9:00,咨询,Y,Y,10,0:02:00,6\n"
)
FOREIGN = "编号,工号,日期,满意度\n1,王小明,2021-02-01,5\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(client, settings):
    settings.MFA_REQUIRED = False
    user = UserFactory(roles=["office"])
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def address(name, run=None):
    return reverse(f"admin:feedback_importrun_{name}", args=[run.pk] if run else None)


def upload(client, content, name="calls.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(address("upload"), {"file": SimpleUploadedFile(name, content)})


def stored(run):
    return default_storage.exists(run.stored_path)


def test_upload_keeps_the_file_as_a_draft_and_shows_how_it_is_understood(office):
    answer = upload(office, CSV)

    run = ImportRun.objects.get()
    assert (run.status, run.file_name, run.started_by) == (
        "draft",
        "calls.csv",
        office.get(answer.url).wsgi_request.user,
    )
    assert stored(run)
    page = office.get(answer.url).content.decode()
    assert "王小明" in page
    assert "Stars are whole numbers from 1 to 5." in page
    assert "Start the import" in page
    assert not Interaction.objects.exists()


def test_start_hands_the_file_to_a_worker_and_the_result_says_what_became_of_it(office):
    upload(office, CSV)
    run = ImportRun.objects.get()
    shown = {"encoding": "utf-8-sig", "mapping": ImportMapping.objects.get().pk}

    started = office.post(address("preview", run), {**shown, "start": "1"})

    message = OutboxMessage.objects.get()
    assert (message.task, message.arguments) == ("feedback.tasks.run_import", {"run_id": run.pk})
    assert "waits for a free worker" in office.get(started.url).content.decode()
    run_import(run_id=run.pk, at=timezone.now())
    page = office.get(started.url).content.decode()
    run.refresh_from_db()
    assert (run.status, run.rows_created, run.rows_rejected) == ("done", 1, 1)
    assert "Stars are whole numbers from 1 to 5." in page
    assert "Satisfaction rating" in page
    assert not stored(run)
    assert office.get(address("progress", run)).headers["HX-Refresh"] == "true"


def test_delivered_twice_an_import_happens_once(office):
    upload(office, CSV)
    run = ImportRun.objects.get()
    office.post(
        address("preview", run),
        {"encoding": "utf-8-sig", "mapping": ImportMapping.objects.get().pk, "start": "1"},
    )

    run_import(run_id=run.pk, at=timezone.now())
    run_import(run_id=run.pk, at=timezone.now())

    run.refresh_from_db()
    assert (run.status, run.rows_created, Interaction.objects.count()) == ("done", 1, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("calls.csv", b"", "The file is empty."),
        ("calls.exe", b"MZ", "Choose an .xlsx"),
        ("calls.xlsx", b"PK\3\4 cut off", "damaged"),
        ("calls.csv", b"\xff\xff,\xff\n", "none of the encodings"),
    ],
)
def test_upload_refuses_what_cannot_be_read_beside_the_field(office, name, content, words):
    page = upload(office, content, name).content.decode()

    assert words in page
    assert "field--error" in page
    assert not ImportRun.objects.exists()
    assert not default_storage.exists("imports") or default_storage.listdir("imports")[1] == []


def test_upload_refuses_a_file_above_the_limit(office, settings):
    settings.UPLOAD_MAX_BYTES = 100

    assert "at most 100" in upload(office, CSV).content.decode().replace("\xa0", " ")
    assert not ImportRun.objects.exists()


def test_the_person_chooses_the_encoding_and_sees_the_text(office):
    upload(office, CSV.encode("gb18030"))
    run = ImportRun.objects.get()

    page = office.get(address("preview", run)).content.decode()

    assert run.encoding == "gb18030"
    assert "王小明" in page
    assert "Big5" in page
    office.post(address("preview", run), {"encoding": "big5", "mapping": ""})
    run.refresh_from_db()
    assert run.encoding == "big5"


def test_the_person_chooses_among_sheets(office):
    book = openpyxl.Workbook()
    for title in ("First", "Second"):
        sheet = book.create_sheet(title)
        for line in CSV.splitlines():
            sheet.append(line.replace("C1", title).split(","))
    file = io.BytesIO()
    book.save(file)
    upload(office, file.getvalue(), "calls.xlsx")
    run = ImportRun.objects.get()

    office.post(address("preview", run), {"sheet": "Second", "mapping": ""})

    page = office.get(address("preview", run)).content.decode()
    assert "<td>Second</td>" in page
    assert "<td>First</td>" not in page


def test_a_new_mapping_is_built_from_the_headings_and_found_the_next_time(office):
    upload(office, FOREIGN)
    run = ImportRun.objects.get()
    assert "No single saved mapping fits" in office.get(address("preview", run)).content.decode()
    form = office.get(address("mapping", run)).context["form"]
    guessed = {name: field.initial for name, field in form.fields.items() if name.startswith("column_")}
    assert guessed["column_external_id"] == "编号"
    named = {
        "title": "门店",
        "name": "shops",
        "source": "shops",
        "channel": "shop",
        "date_order": "ymd",
        "yes": "是",
        "no": "否",
        **{name: heading for name, heading in guessed.items() if heading},
    }

    answer = office.post(address("mapping", run), named)

    mapping = ImportMapping.objects.get(name="shops")
    assert answer.url == address("preview", run)
    assert mapping.columns == {"external_id": "编号", "staff": "工号", "date": "日期", "rating": "满意度"}
    assert mapping.options["channel"] == "shop"
    upload(office, FOREIGN)
    again = ImportRun.objects.order_by("-pk").first()
    assert "Start the import" in office.get(address("preview", again)).content.decode()


def test_a_mapping_says_what_is_missing_beside_the_field(office):
    upload(office, FOREIGN)

    answer = office.post(
        address("mapping", ImportRun.objects.get()), {"create_staff": "on", "column_staff": "工号"}
    )

    errors = answer.context["form"].errors
    assert {"title", "name", "column_external_id", "column_date", "department", "position"} <= set(errors)


def test_cancel_forgets_a_draft_and_its_file(office, django_capture_on_commit_callbacks):
    upload(office, CSV)
    run = ImportRun.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        office.post(address("cancel", run))

    run.refresh_from_db()
    assert run.status == "cancelled"
    assert not stored(run)
    run_import(run_id=run.pk, at=timezone.now())
    assert not Interaction.objects.exists()


def test_cancel_by_looking_is_not_possible(office):
    run = ImportRunFactory(status="running")

    assert office.get(address("cancel", run)).status_code == 405
    run.refresh_from_db()
    assert run.status == "running"


def test_cancel_comes_too_late_for_an_import_that_is_over():
    run = ImportRunFactory(status="done")

    assert not cancel_import(run=run, at=timezone.now())


def test_drafts_nobody_started_are_thrown_away(office):
    upload(office, CSV)
    run = ImportRun.objects.get()

    throw_away_import_drafts()
    assert ImportRun.objects.exists()
    assert throw_away_drafts(before=timezone.now() + timedelta(days=1)) == 1
    assert not ImportRun.objects.exists()
    assert not stored(run)


def test_a_file_that_fails_in_the_worker_says_why(office):
    upload(office, CSV)
    run = ImportRun.objects.get()
    office.post(
        address("preview", run),
        {"encoding": "utf-8-sig", "mapping": ImportMapping.objects.get().pk, "start": "1"},
    )
    default_storage.delete(run.stored_path)

    run_import(run_id=run.pk, at=timezone.now())

    run.refresh_from_db()
    assert (run.status, run.error) == ("failed", "The file is no longer there. Choose it again.")
    assert run.error in office.get(address("change", run)).content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rejected_rows_can_be_taken_away(office, kind):
    upload(office, CSV.replace("C2", "=1+1"))
    run = ImportRun.objects.get()
    office.post(
        address("preview", run),
        {"encoding": "utf-8-sig", "mapping": ImportMapping.objects.get().pk, "start": "1"},
    )
    run_import(run_id=run.pk, at=timezone.now())

    answer = office.get(address("rejected", run), {"format": kind})

    content = b"".join(answer.streaming_content)
    if kind == "csv":
        rows = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    else:
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active]
    assert rows[0] == ["Row", "Column", "Value", "Reason"]
    assert [str(cell) for cell in rows[1]] == [
        "3",
        "Satisfaction rating",
        "6",
        "Stars are whole numbers from 1 to 5.",
    ]


def test_a_result_with_many_rejections_asks_no_more_queries(
    office, django_assert_num_queries, django_assert_max_num_queries
):
    run = ImportRunFactory(status="done")
    run.rejections.create(row_number=2, reason="missing", field="staff")
    with django_assert_max_num_queries(12) as taken:
        office.get(address("change", run))
    for number in range(3, 60):
        run.rejections.create(row_number=number, reason="missing", field="staff")

    with django_assert_num_queries(len(taken)):
        office.get(address("change", run))


@pytest.mark.parametrize("count", [1, 30])
def test_interaction_list_asks_the_same_queries_for_more_rows(office, count, django_assert_max_num_queries):
    InteractionFactory.create_batch(count)

    with django_assert_max_num_queries(9):
        page = office.get(reverse("admin:feedback_interaction_changelist"))
    assert page.context["cl"].result_count == count


def test_interaction_list_finds_by_number_person_and_day(office):
    wanted = InteractionFactory(external_id="C-77", staff__name="王小明", staff__employee_no="K01")
    InteractionFactory(served_on=wanted.served_on - timedelta(days=1))
    address = reverse("admin:feedback_interaction_changelist")

    for query in (
        {"q": "C-77"},
        {"q": "K01"},
        {"q": "王小明"},
        {"q": "小明"},
        {"day": str(wanted.served_on)},
    ):
        assert list(office.get(address, query).context["cl"].result_list) == [wanted], query
    assert office.get(address, {"q": "nobody"}).context["cl"].result_count == 0
    assert office.get(address, {"day": "2026-99-99"}).status_code == 200


def test_interaction_export_is_the_filtered_list(office):
    wanted = InteractionFactory(external_id="=C-77", response_seconds=20)
    InteractionFactory()
    address = reverse("admin:feedback_interaction_export")

    csv = b"".join(office.get(address, {"q": "=C-77", "format": "csv"}).streaming_content).decode("utf-8-sig")
    xlsx = b"".join(office.get(address, {"q": "=C-77", "format": "xlsx"}).streaming_content)

    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    assert len(csv.splitlines()) == sheet.max_row == 2
    assert csv.splitlines()[1].startswith(f"'=C-77,test,2026-10-15 12:00:00,{wanted.staff.employee_no},")
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "s"]
    assert (sheet["A2"].value, sheet["K2"].value) == ("=C-77", 20)
    assert office.get(address, {"format": "pdf"}).status_code == 404


def test_a_long_list_is_not_counted_to_its_end(office, monkeypatch):
    monkeypatch.setattr("starservice.web.paginators.CappedPaginator.most", 3)
    InteractionFactory.create_batch(5)

    page = office.get(reverse("admin:feedback_interaction_changelist")).content.decode()

    assert "More than 3 interactions" in page
