"""The certificate on paper, and the public page that verifies it."""

import io
from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from starservice.documents.fonts import MissingGlyph, check_glyphs, families
from starservice.web import rate_limit
from tests.factories import (
    AssignmentFactory,
    CertificateFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)
from training.errors import NotPrintable
from training.models import Certificate, CertificateKind
from training.services.issuing import token_of
from training.services.papers import make_paper, verify_link

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
RARE = "𠮷野喆㛃䶮𬭎"


@pytest.fixture
def certificate():
    staff = StaffFactory(name=RARE, user=UserFactory())
    AssignmentFactory(
        staff=staff, position=PositionFactory(name="Agent"), department=DepartmentFactory(name="Front desk")
    )
    return CertificateFactory(
        staff=staff,
        number="SC-2026-000123",
        kind=CertificateKind.objects.get(code="service"),
        valid_from=date(2026, 10, 1),
        valid_until=date(2027, 9, 30),
    )


def words(paper):
    (page,) = PdfReader(io.BytesIO(paper)).pages
    return "".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Servicecertification", "Oct.1,2026", "Sept.30,2027"]),
        ("zh-hans", ["上岗认证", "2026年10月1日", "2027年9月30日"]),
        ("zh-hant", ["上崗認證", "2026年10月1日", "2027年9月30日"]),
    ],
)
def test_paper_says_it_in_the_readers_language(certificate, language, expected):
    paper = make_paper(certificate=certificate, language=language, at=AT)
    said = words(paper)
    for text in (*expected, RARE, "SC-2026-000123", "Agent", "Frontdesk"):
        assert text in said
    assert verify_link(certificate=certificate) in said
    assert len(paper) < 100_000


def test_traditional_readers_get_traditional_shapes_first():
    assert families("zh-hant", "")[:2] == ["Noto Sans CJK TC", "Noto Sans CJK SC"]
    assert families("en", "")[:2] == ["Noto Sans CJK SC", "Noto Sans CJK TC"]


def test_missing_glyph_is_named_instead_of_a_wrong_paper(certificate):
    certificate.staff.name = "王𪚥"
    with pytest.raises(NotPrintable, match=r"𪚥 \(U\+2A6A5\)"):
        make_paper(certificate=certificate, language="en", at=AT)


@pytest.mark.parametrize("text", ["\ue000", "𪚥", "\U000323b0"])
def test_private_and_unknown_characters_are_missing(text):
    with pytest.raises(MissingGlyph):
        check_glyphs([text], "")


def test_spaces_and_variation_selectors_need_no_glyph():
    check_glyphs(["葛\U000e0100 城\u200b\n", "é ñ 한"], "")


def test_font_with_a_missing_character_can_be_added(certificate, tmp_path, settings):
    square = TTGlyphPen(None)
    square.moveTo((0, 0))
    for corner in ((0, 800), (800, 800), (800, 0)):
        square.lineTo(corner)
    square.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "dragons"])
    font.setupCharacterMap({ord("𪚥"): "dragons"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "dragons": square.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "dragons": (1000, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Rare Names", "styleName": "Regular", "psName": "Rare-Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "rare.ttf")
    settings.DOCUMENT_FONTS = str(tmp_path)
    assert families("en", str(tmp_path))[-1] == "Rare Names"
    certificate.staff.name = "王𪚥"
    assert "王𪚥" in words(make_paper(certificate=certificate, language="zh-hans", at=AT))


def test_markup_in_names_stays_text(certificate):
    certificate.staff.name = '#panic() *O"Neil* $x$ \\'
    assert '#panic()*O"Neil*$x$\\' in words(make_paper(certificate=certificate, language="en", at=AT))


def test_holder_gets_the_pdf_and_nobody_else(client, certificate, time_machine):
    time_machine.move_to(AT)
    address = f"/my/certificates/{certificate.pk}/certificate.pdf"
    client.force_login(certificate.staff.user)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="SC-2026-000123.pdf"' in answer["Content-Disposition"]
    client.force_login(StaffFactory(user=UserFactory()).user)
    assert client.get(address).status_code == 404


def test_holder_is_told_which_character_is_missing(client, certificate, time_machine):
    time_machine.move_to(AT)
    certificate.staff.name = "王𪚥"
    certificate.staff.save()
    client.force_login(certificate.staff.user)
    answer = client.get(f"/my/certificates/{certificate.pk}/certificate.pdf", follow=True)
    assert "𪚥 (U+2A6A5)" in answer.content.decode()


@pytest.mark.parametrize("state", ["revoked", "suspended"])
def test_what_is_not_valid_is_not_given_out(client, certificate, state, time_machine):
    time_machine.move_to(AT)
    if state == "revoked":
        certificate.revoked_on, certificate.revoked_reason = date(2026, 10, 15), "x"
        certificate.save()
    else:
        certificate.suspensions.create(first_on=date(2026, 10, 15), reason="x")
    client.force_login(certificate.staff.user)
    for page in ("certificate.pdf", "link/"):
        assert client.get(f"/my/certificates/{certificate.pk}/{page}").status_code == 404


def test_link_page_shows_the_address_others_open(client, certificate, time_machine):
    time_machine.move_to(AT)
    client.force_login(certificate.staff.user)
    page = client.get(f"/my/certificates/{certificate.pk}/link/").content.decode()
    assert verify_link(certificate=Certificate.objects.get()) in page
    assert "<svg" in page


def verified(client, certificate, language="en"):
    rate_limit.forget()
    link = verify_link(certificate=certificate)
    return client.get("/verify/" + link.rpartition("/verify/")[2], {"lang": language})


def test_verifying_shows_name_title_and_state_and_no_more(client, certificate, time_machine):
    time_machine.move_to(AT)
    answer = verified(client, certificate)
    page = answer.content.decode()
    for text in (RARE, "Service certification", "SC-2026-000123", "This certificate is valid."):
        assert text in page
    for text in (certificate.staff.employee_no, "Front desk", "Agent", "onboarding"):
        assert text not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "上崗認證" in verified(client, certificate, "zh-hant").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"valid_until": date(2026, 10, 14)}, "has expired"),
        ({"revoked_on": date(2026, 10, 15), "revoked_reason": "Stole"}, "was revoked"),
        ({"revoked_on": date(2026, 10, 16), "revoked_reason": "Stole"}, "is valid."),
        ({"valid_from": date(2026, 10, 16)}, "not valid yet"),
        ("suspended", "is suspended"),
    ],
)
def test_verifying_tells_the_state_of_today(client, certificate, time_machine, change, said):
    time_machine.move_to(AT)
    if change == "suspended":
        certificate.suspensions.create(first_on=date(2026, 10, 1), reason="Stole")
    else:
        Certificate.objects.filter(pk=certificate.pk).update(**change)
    page = verified(client, certificate).content.decode()
    assert said in page
    assert "Stole" not in page


def test_numbers_guesses_and_other_links_all_find_nothing(client, certificate):
    verify_link(certificate=certificate)
    rate_limit.forget()
    pages = []
    for guess in ("SC-2026-000123", "x" * 32, token_of("another"), certificate.link_seed, "%00"):
        answer = client.get(f"/verify/{guess}/")
        assert answer.status_code == 404
        pages.append(answer.content)
    assert len(set(pages)) == 1


def test_who_tries_many_links_waits(client):
    rate_limit.forget()
    statuses = [client.get(f"/verify/{number:032}/").status_code for number in range(32)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    rate_limit.forget()


@override_settings(PUBLIC_URL="https://stars.example.com")
def test_link_stays_the_same_and_its_token_is_not_stored(certificate):
    link = verify_link(certificate=certificate)
    again = Certificate.objects.get()
    assert verify_link(certificate=again) == link
    assert link.startswith("https://stars.example.com/verify/")
    token = link.rstrip("/").rpartition("/")[2]
    assert len(token) == 32
    assert token.encode() not in bytes(again.token_hash)
    assert token != again.link_seed


def test_my_certificates_cost_the_same_for_one_or_many(client, django_assert_num_queries, certificate):
    client.force_login(certificate.staff.user)
    client.get("/my/certificates/")
    for count in (1, 4):
        for _row in range(count - 1):
            CertificateFactory(staff=certificate.staff)
        with django_assert_num_queries(9):
            assert client.get("/my/certificates/").content.decode().count("card__title") == count
