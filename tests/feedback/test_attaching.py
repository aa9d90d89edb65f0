"""Files with a message: told by their content, bounded, kept under random names; what is refused is refused whole."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from feedback.errors import FileRefusedError
from feedback.file_kinds import fitting_name, kind_of
from feedback.models import Attachment, ServiceRules
from feedback.services.attaching import attach, check_files, plain_name
from feedback.services.loose_files import throw_away_loose_files
from tests import factories as f
from tests.feedback.files import JPEG, OLE, PDF, PNG, upload, zipped

DOCX = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("photo.png", PNG, "image/png"),
        ("PHOTO.PNG", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.gif", b"GIF89a....", "image/gif"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.mp3", b"ID3\x04", "audio/mpeg"),
        ("a.m4a", b"\x00\x00\x00\x18ftypM4A \x00", "audio/mp4"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        ("a.amr", b"#!AMR\n", "audio/amr"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), None),
        ("a.doc", OLE, "application/msword"),
        ("a.txt", "你好\n".encode(), "text/plain"),
        ("a.txt", "你好\n".encode("gb18030"), "text/plain"),
        ("a.txt", "你好\n".encode("utf-16"), "text/plain"),
        ("a.csv", b"a;b\n1;2\n", "text/plain"),
        ("a.txt", ("你" * 3000).encode(), "text/plain"),
        ("a.txt", ("x" + "你" * 3000).encode("gb18030"), "text/plain"),
        # A picture under the name of another picture is still a picture.
        ("a.jpg", PNG, "image/png"),
    ],
)
def test_kind_is_told_by_the_content(name, content, content_type):
    kind = kind_of(name, io.BytesIO(content))
    assert kind is not None
    assert content_type in (None, kind.content_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ\x90\x00"),
        ("virus.jpg", b"MZ\x90\x00"),
        ("virus.txt", b"MZ\x90\x00"),
        ("page.html", b"<html>"),
        ("page.txt", b"  <html><script>alert(1)</script>"),
        ("page.txt", b"\xef\xbb\xbf<!DOCTYPE html>"),
        ("page.txt", "<script>".encode("utf-16")),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("run.txt", b"#!/bin/sh\nrm -rf /"),
        ("image.html", PNG),
        ("image.svg", PNG),
        ("no-ending", PNG),
        (".png", PNG),
        ("macros.docm", zipped("word/document.xml", "word/vbaProject.bin")),
        ("macros.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("program.docx", zipped("AndroidManifest.xml", "classes.dex")),
        ("broken.docx", b"PK\x03\x04broken"),
        ("package.zip", zipped("a.txt")),
        ("setup.msi", OLE),
        ("setup.pdf", OLE),
        ("noise.txt", bytes(range(256))),
        ("blank.txt", b" \n "),
        ("movie.mp4", b"\x00\x00\x00\x18ftypisom\x00"),
    ],
)
def test_everything_else_is_no_kind_of_ours(name, content):
    assert kind_of(name, io.BytesIO(content)) is None


def test_name_is_made_to_fit_the_content():
    kind = kind_of("photo.jpg", io.BytesIO(PNG))
    assert kind
    assert fitting_name("photo.jpg", kind) == "photo.png"
    assert fitting_name("photo.PNG", kind) == "photo.PNG"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\照片.png", "照片.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("", "file"),
        (None, "file"),
    ],
)
def test_names_lose_places_and_controls(name, plain):
    assert plain_name(name) == plain


def test_long_names_keep_their_ending():
    short = plain_name("x" * 300 + ".png")
    assert len(short) <= 120
    assert short.endswith(".png")


@pytest.fixture
def entry(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return f.TimelineEntryFactory()


def kept_files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_file_is_kept_under_a_random_name(entry, settings):
    (attachment,) = attach(entry=entry, files=[upload("../照片.jpg", PNG)])
    assert attachment.name == "照片.png"
    assert attachment.content_type == "image/png"
    assert bytes(attachment.sha256) == hashlib.sha256(PNG).digest()
    (kept,) = kept_files(settings)
    assert kept.read_bytes() == PNG
    assert "照片" not in kept.name
    assert "." not in kept.name
    assert attachment.request_id == entry.request_id


def test_one_wrong_file_refuses_all(entry, settings):
    with pytest.raises(FileRefusedError, match=r"virus\.exe"):
        attach(entry=entry, files=[upload(), upload("virus.exe", b"MZ")])
    assert not Attachment.objects.exists()
    assert not kept_files(settings)


def test_size_counts_for_each_and_together(db):
    ServiceRules.objects.update(attachment_mb=1)
    megabyte = PNG.ljust(1024 * 1024, b"\x00")
    assert check_files([upload(content=megabyte)])
    with pytest.raises(FileRefusedError, match=r"larger than 1\.0"):
        check_files([upload(content=megabyte + b"\x00")])
    assert check_files([upload(content=megabyte)] * 3)
    with pytest.raises(FileRefusedError, match="Together"):
        check_files([*[upload(content=megabyte)] * 3, upload()])
    with pytest.raises(FileRefusedError, match="at most 5 files"):
        check_files([upload()] * 6)
    with pytest.raises(FileRefusedError, match="empty"):
        check_files([upload(content=b"")])


def test_files_made_here_can_be_attached_too(entry):
    (attachment,) = attach(entry=entry, files=[ContentFile(PDF, name="bill.pdf")])
    assert attachment.size == len(PDF)


def test_no_files_cost_no_query(entry, django_assert_num_queries):
    with django_assert_num_queries(2):  # the savepoint
        attach(entry=entry, files=[])


def test_files_of_nothing_are_thrown_away_after_a_while(entry, settings):
    (kept,) = attach(entry=entry, files=[upload()])
    (gone,) = attach(entry=entry, files=[upload()])
    gone.delete()
    now = timezone.now()
    assert throw_away_loose_files(before=now - timedelta(days=1)) == 0
    assert throw_away_loose_files(before=now + timedelta(minutes=1)) == 1
    assert [path.read_bytes() for path in kept_files(settings)] == [PNG]
    assert kept.file.open("rb").read() == PNG
