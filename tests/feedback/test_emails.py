"""E-mail files as they really come: encodings declared wrongly, HTML alone, machines, answers; and what becomes of each."""

import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from feedback.emails import NotAnEmailError, parse_email
from feedback.html_text import text_of_html
from feedback.models import ServiceRequest
from feedback.services import desk
from feedback.services.email_import import import_email, import_emails
from tests import factories as f
from tests.feedback.files import PDF, PNG, upload

NOON = f.NOON


def letter(
    text="The lamp is dark", *, sender="Li Lei <li@example.com>", subject="Lamp", **headers
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def raw(head: str, body: bytes, encoding="ascii") -> bytes:
    return head.encode(encoding) + b"\r\n\r\n" + body


# --- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "written", "text"),
    [
        ("utf-8", "utf-8", "灯坏了"),
        ("gb2312", "gb18030", "朱镕基 灯坏了"),
        ("gb18030", "gb18030", "灯坏了"),
        ("big5", "big5", "燈壞了"),
        ("big5", "big5hkscs", "燈壞了啲"),
        ("us-ascii", "utf-8", "灯坏了"),
        ("us-ascii", "gb18030", "灯坏了"),
        ("no-such-charset", "utf-8", "灯坏了"),
        ("utf-8", "gb18030", "灯坏了"),
    ],
)
def test_text_is_read_in_the_encoding_it_is_written_in(declared, written, text):
    head = f"From: li@example.com\r\nSubject: x\r\nContent-Type: text/plain; charset={declared}"
    assert parse_email(raw(head, text.encode(written))).text == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_header_in_plain_bytes_is_read_too(encoding):
    head = "From: 李雷 <li@example.com>\r\nSubject: 灯坏了"
    email = parse_email(raw(head, b"x", encoding))
    assert (email.subject, email.sender_name, email.sender) == ("灯坏了", "李雷", "li@example.com")


def test_encoded_headers_and_names_of_files_are_read():
    message = letter(sender="=?gb2312?B?wO7A1w==?= <LI@Example.com>", subject="=?big5?B?v0/DYaRG?=")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="账单.pdf")
    email = parse_email(bytes(message))
    assert (email.sender_name, email.sender, email.subject) == ("李雷", "li@example.com", "燈壞了")
    assert [(file.name, file.content) for file in email.files] == [("账单.pdf", PDF)]


def test_html_alone_becomes_words():
    message = letter()
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>The&nbsp;lamp<br>is <b>dark</b></p><script>x()</script></body></html>",
        subtype="html",
    )
    assert parse_email(bytes(message)).text == "The lamp\nis dark"


def test_plain_words_count_more_than_html():
    message = letter("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    assert parse_email(bytes(message)).text == "plain"


@pytest.mark.parametrize("html", ["<p>open <b>tags", "<<>>&#xffffff;", "<!-- -->", "<script>never closed"])
def test_broken_html_is_no_end(html):
    assert isinstance(text_of_html(html), str)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, ""),
        ({"Auto_Submitted": "no"}, ""),
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"subject": "自动回复: 您好"}, "auto_reply"),
        ({"subject": "Out of Office: back on Monday"}, "auto_reply"),
        ({"subject": "Automatic doors are broken"}, ""),
        ({"sender": "noreply@example.com"}, "auto_reply"),
        ({"sender": "MAILER-DAEMON@example.com"}, "bounce"),
        ({"Return_Path": "<>", "subject": "Undelivered Mail Returned to Sender"}, "bounce"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Unsubscribe": "<https://example.com>"}, "bulk"),
    ],
)
def test_machines_are_told_from_people(headers, why):
    assert parse_email(bytes(letter(**headers))).automatic == why


def test_delivery_report_is_a_bounce():
    head = 'From: a@example.com\r\nContent-Type: multipart/report; boundary="b"'
    assert parse_email(raw(head, b"--b\r\n\r\nx\r\n--b--")).automatic == "bounce"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 50, b"Hello", PNG, b"Subject: no sender\r\n\r\nx", b"From: nobody\r\n\r\n"]
)
def test_what_is_no_email_is_refused(content):
    with pytest.raises(NotAnEmailError):
        parse_email(content)


def test_date_and_threads_are_read_or_left():
    email = parse_email(
        bytes(letter(Date="Thu, 15 Oct 2026 12:00:00 +0800", References="<a@x> <b@x>", In_Reply_To="<c@x>"))
    )
    assert email.sent_at == datetime(2026, 10, 15, 4, tzinfo=UTC)
    assert email.answers == ("<a@x>", "<b@x>", "<c@x>")
    assert parse_email(raw("From: a@b.c\r\nDate: yesterday", b"x")).sent_at is None


# --- taking in -----------------------------------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    f.ChannelFactory(code="e-mail")


def taken(message, name="a.eml", at=NOON):
    return import_email(name=name, raw=message if isinstance(message, bytes) else bytes(message), at=at)


def test_letter_becomes_a_request_once(media):
    message = letter(subject="Lamp", Message_ID="<1@example.com>")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="bill.pdf")
    first, again = taken(message), taken(message)
    request = ServiceRequest.objects.get()
    assert (first.outcome, first.number) == ("new", request.number)
    assert (again.outcome, again.number) == ("known", request.number)
    assert (request.subject, request.channel.code, request.contact_email) == (
        "Lamp",
        "e-mail",
        "li@example.com",
    )
    assert (request.source, request.external_id) == ("e-mail", "<1@example.com>")
    assert request.attachments.get().name == "bill.pdf"


def test_letter_without_a_number_of_its_own_is_known_by_its_content(media):
    assert [taken(letter()).outcome for _time in range(2)] == ["new", "known"]


def test_wrong_files_do_not_keep_the_letter_out_and_are_named(media):
    message = letter()
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="virus.exe")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="bill.pdf")
    result = taken(message)
    request = ServiceRequest.objects.get()
    assert result.outcome == "new"
    assert len(result.refused) == 1
    assert [file.name for file in request.attachments.all()] == ["bill.pdf"]
    note = request.timeline.get(kind="note")
    assert "virus.exe" in note.text
    assert not note.is_public


def test_answer_with_the_number_in_its_subject_is_added_once(media):
    number = taken(letter(Message_ID="<1@x>")).number
    answer = letter("More words", subject=f"Re: StarService: Lamp [{number}]", Message_ID="<2@x>")
    assert [taken(answer).outcome for _time in range(2)] == ["added", "known"]
    request = ServiceRequest.objects.get()
    assert list(request.timeline.filter(kind="message").values_list("text", flat=True)) == [
        "The lamp is dark",
        "More words",
    ]


def test_answer_to_the_first_letter_is_added(media):
    taken(letter(Message_ID="<1@x>"))
    assert (
        taken(letter("Again", subject="Re: Lamp", In_Reply_To="<1@x>", Message_ID="<2@x>")).outcome == "added"
    )
    assert ServiceRequest.objects.count() == 1


def test_a_number_lets_no_stranger_write_on_a_request(media):
    number = taken(letter()).number
    result = taken(letter("Tell me all", sender="eve@example.com", subject=f"[{number}]"))
    assert result.outcome == "new"
    assert ServiceRequest.objects.count() == 2


def test_answer_long_after_closing_begins_a_linked_request(media):
    number = taken(letter()).number
    request = ServiceRequest.objects.get()
    desk.resolve(request=request, by=f.UserFactory(), at=NOON, text="Done")
    desk.close(request=request, at=NOON)
    answer = letter("Dark again", subject=f"[{number}]", Message_ID="<9@x>")
    results = [taken(answer, at=NOON + timedelta(days=9)) for _time in range(2)]
    assert [result.outcome for result in results] == ["added", "known"]
    assert ServiceRequest.objects.get(previous=request).number == results[0].number


def test_machines_and_our_own_letters_are_no_requests(media, settings):
    settings.DEFAULT_FROM_EMAIL = "StarService <desk@example.com>"
    results = import_emails(
        emails=[
            ("a.eml", bytes(letter(Auto_Submitted="auto-replied"))),
            ("b.eml", bytes(letter(sender="desk@example.com"))),
            ("c.eml", b"nonsense"),
            ("d.eml", bytes(letter("", subject=""))),
            ("e.eml", bytes(letter())),
        ],
        at=NOON,
    )
    assert [(result.file, result.outcome, result.detail) for result in results[:2]] == [
        ("a.eml", "automatic", "auto_reply"),
        ("b.eml", "automatic", "own"),
    ]
    assert [result.outcome for result in results[2:]] == ["unreadable", "refused", "new"]
    assert ServiceRequest.objects.count() == 1


def test_a_letter_with_a_subject_alone_is_one(media):
    assert taken(letter("", subject="Please call me")).outcome == "new"
    assert ServiceRequest.objects.get().timeline.first().text == "Please call me"


# --- doors ---------------------------------------------------------------------------------------


def test_command_says_what_became_of_each_file(media, tmp_path):
    paths = [tmp_path / "a.eml", tmp_path / "b.eml"]
    paths[0].write_bytes(bytes(letter(Message_ID="<1@x>")))
    paths[1].write_bytes(b"nonsense")
    out = StringIO()
    call_command("import_emails", *map(str, paths), stdout=out)
    number = ServiceRequest.objects.get().number
    assert f"a.eml: New request {number}." in out.getvalue()
    assert "b.eml: This is no e-mail" in out.getvalue()
    out = StringIO()
    call_command("import_emails", *map(str, paths), "--json", stdout=out)
    assert [result["outcome"] for result in json.loads(out.getvalue())] == ["known", "unreadable"]
    with pytest.raises(CommandError, match="no file"):
        call_command("import_emails", str(tmp_path / "c.eml"))


@pytest.fixture
def clerk(media) -> Client:
    client = Client()
    client.force_login(f.UserFactory(roles=["customer_service"]), "django.contrib.auth.backends.ModelBackend")
    return client


def test_staff_upload_several_and_read_a_result_for_each(clerk, settings):
    settings.MFA_REQUIRED = False
    assert clerk.get("/requests/emails/").status_code == 200
    files = [upload("a.eml", bytes(letter())), upload("b.eml", b"nonsense")]
    text = clerk.post("/requests/emails/", {"emails": files}).content.decode()
    request = ServiceRequest.objects.get()
    assert request.created_by
    assert f"New request {request.number}." in text
    assert f"/requests/{request.pk}/" in text
    assert "This is no e-mail" in text


def test_upload_of_nothing_is_said(clerk, settings):
    settings.MFA_REQUIRED = False
    assert clerk.post("/requests/emails/").status_code == 422
