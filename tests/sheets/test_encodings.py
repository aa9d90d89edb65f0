import codecs
import io

import pytest

from starservice.sheets import guess_encodings, read_sample

SIMPLIFIED = """工号,姓名,部门,日期,客户问题,满意度
K001,王小明,客服一部,2026-10-01,电话咨询账单问题,5
K002,李静,客服二部,2026-10-02,投诉送货太慢,2
K003,欧阳婧怡,售后维修,2026-10-03,询问退货流程,4
"""
TRADITIONAL = """員工編號,姓名,部門,日期,客戶問題,滿意度
K001,陳大文,客服一部,2026-10-01,電話查詢帳單問題,5
K002,黃麗華,客服二部,2026-10-02,投訴送貨太慢,2
K003,歐陽婧怡,售後維修,2026-10-03,詢問退貨流程,4
"""
CLASSICS = {
    "gb18030": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "big5": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8-sig"),
        (TRADITIONAL, "utf-8-sig"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (CLASSICS["gb18030"], "gb18030"),
        (CLASSICS["big5"], "big5"),
        (SIMPLIFIED, "utf-16"),
        (TRADITIONAL, "utf-16"),
    ],
)
def test_guess_encodings_puts_the_right_one_first_and_previews_it(text, encoding):
    best = guess_encodings(text.encode(encoding))[0]

    assert best.encoding == encoding
    assert best.preview == text[:400]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_guess_encodings_recognises_utf16_without_its_mark(encoding):
    best = guess_encodings(SIMPLIFIED.encode(encoding))[0]

    assert (best.encoding, best.preview) == (encoding, SIMPLIFIED)


def test_guess_encodings_offers_the_other_one_too_because_both_decode():
    big5 = TRADITIONAL.encode("big5")

    assert {guess.encoding for guess in guess_encodings(big5)} >= {"big5", "gb18030"}


def test_guess_encodings_forgives_a_character_cut_off_at_the_end_of_the_sample():
    for encoding in ("utf-8", "gb18030"):
        assert guess_encodings(SIMPLIFIED.encode(encoding)[:-2])[0].preview.startswith("工号")


def test_guess_encodings_keeps_traditional_text_in_gb18030():
    assert guess_encodings(TRADITIONAL.encode("gb18030"))[0].encoding == "gb18030"


def test_guess_encodings_knows_plain_english():
    assert guess_encodings(b"id,name\n1,Ann\n")[0].encoding == "utf-8-sig"


def test_guess_encodings_is_empty_for_bytes_in_none_of_them():
    assert guess_encodings(b"caf\xff\xff\xff,\xff") == []


def test_read_sample_goes_on_to_the_first_words_that_are_not_english():
    plain = b"id,remark\n" + b"1,ok\n" * 30_000
    file = io.BytesIO(plain + "2,满意，谢谢客服\n".encode("gb18030"))

    assert guess_encodings(read_sample(file))[0].encoding == "gb18030"
    assert file.tell() == 0


def test_a_mark_is_not_part_of_the_preview():
    sample = codecs.BOM_UTF8 + SIMPLIFIED.encode()

    assert guess_encodings(sample)[0].preview == SIMPLIFIED
