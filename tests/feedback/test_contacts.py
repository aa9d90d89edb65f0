"""One writing for contacts."""

import pytest

from feedback.contacts import phone_key, plain_email, plain_phone
from tests import factories as f


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("13800138000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+852 2123 4567", "+85221234567"),
        ("00852 2123 4567", "+85221234567"),
        ("(010) 1234-5678", "01012345678"),
        ("95588", "95588"),
        ("12", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_phone_has_one_plain_writing(typed, plain):
    assert plain_phone(typed) == plain


def test_email_has_one_plain_writing():
    assert plain_email(" Li.Lei@Example.COM ") == "li.lei@example.com"
    assert plain_email("") == ""


@pytest.mark.parametrize("typed", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "0086 13800138000"])
def test_one_number_has_one_key(typed, db):
    assert phone_key(typed) == "13800138000"
    customer = f.CustomerFactory(phone=typed)
    customer.refresh_from_db()
    assert customer.phone_key == phone_key(typed), "the database keys as we do"


def test_no_number_has_no_key():
    assert phone_key(" ") == ""
