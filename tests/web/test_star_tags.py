from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.formats import date_format


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "symbol", "words"),
    [
        (4, "#s8", "4 of 5 stars"),
        (1, "#s2", "1 of 5 stars"),
        (0, "#s0", "0 of 5 stars"),
        (5, "#s10", "5 of 5 stars"),
        (Decimal("3.5"), "#s7", "3.5 of 5 stars"),
        (Decimal("3.25"), "#s7", "3.5 of 5 stars"),
        (Decimal("3.24"), "#s6", "3 of 5 stars"),
        ("4.74", "#s9", "4.5 of 5 stars"),
        (9, "#s10", "5 of 5 stars"),
        (-1, "#s0", "0 of 5 stars"),
    ],
)
def test_stars_are_drawn_and_said(value, symbol, words):
    html = render("{% stars value %}", value=value)
    assert f'{symbol}"' in html
    assert words in html


@pytest.mark.parametrize("value", [None, ""])
def test_stars_without_a_rating_say_so_without_a_picture(value):
    html = render("{% stars value %}", value=value)
    assert "Not rated" in html
    assert "<svg" not in html


def test_stars_take_a_size():
    assert "stars--large" in render('{% stars 3 "large" %}')


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{% score "4.005" %}', "4.01"),
        ("{% score 4 %}", "4.00"),
        ('{% signed "-0.2" %}', "−0.20"),
        ('{% signed "0.05" %}', "+0.05"),
        ("{% percent 0.8125 %}", "81%"),
        ("{% percent 0.8125 1 %}", "81.3%"),
        ('{% percent "55.56" of=100 %}', "56%"),
        ("{% percent 0 %}", "0%"),
        ("{% percent None %}", "–"),
        ("{% duration 67.52 %}", "1 min 8 sec"),
        ("{% duration 0 %}", "0 sec"),
        ("{% duration 3600 %}", "1 hr"),
        ("{% duration 93784 %}", "1 day 2 hr"),
        ('{% month "2026-10" %}', "October 2026"),
        ('{% month "2026-10-15" "short" %}', "Oct 2026"),
        ("{% month None %}", "–"),
        ('{% money "1234.5" "USD" %}', "$1,234.50"),
        ("{% money None %}", "–"),
    ],
)
def test_values_read_as_english_writes_them(source, text):
    assert text in render(source)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_values_read_as_chinese_writes_them(language, settings):
    settings.CURRENCY = "CNY"
    with translation.override(language):
        assert render('{% month "2026-10" %}') == "2026年10月"
        assert "1,234.50" in render("{% money 1234.5 %}")
        assert "分" in render("{% duration 67.52 %}")


def test_money_is_in_the_company_s_currency(settings):
    settings.CURRENCY = "TWD"
    assert render("{% money 100 %}") == "NT$100.00"


def test_score_of_nobody_is_a_dash_that_is_read_out():
    html = render("{% score None %}")
    assert "–" in html
    assert "Not rated" in html


def test_icon_is_decoration_without_a_label():
    assert 'aria-hidden="true"' in render('{% icon "check" %}')
    assert "Done" in render('{% icon "check" "Done" %}')


def test_nav_item_tolerates_addresses_that_do_not_exist():
    assert render('{% nav_item "no:such" "star" "Stars" %}').strip() == ""


def test_nav_item_marks_where_we_are():
    request = RequestFactory().get("/admin/")
    html = render('{% nav_item "admin:index" "star" "Admin" %}', request=request)
    assert 'aria-current="page"' in html
    elsewhere = '{% nav_item "admin:index" "star" "Admin" also="/exams/ /cases/" %}'
    assert 'aria-current="page"' in render(elsewhere, request=RequestFactory().get("/cases/one/"))
    assert 'aria-current="page"' not in render(elsewhere, request=RequestFactory().get("/standards/"))


def test_page_url_keeps_the_other_parameters_and_drops_emptied_ones():
    request = RequestFactory().get("/?q=a%26b&page=2&old=1")
    html = render('{% page_url page=3 old="" as url %}{{ url|safe }}', request=request)
    assert html == "?q=a%26b&page=3"


def test_every_icon_a_template_names_is_in_the_sprite(settings):
    import re

    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    ids = set(re.findall(r'symbol id="([^"]+)"', sprite))
    named = {
        (path.name, name)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% (?:icon|nav_item "[^"]+") "([^"]+)"', path.read_text())
    }
    assert named
    assert {pair for pair in named if pair[1] not in ids} == set()


def test_english_moments_end_no_sentence_twice():
    moment = datetime(2026, 11, 21, 11, tzinfo=UTC)
    with translation.override("en"):
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == "11/21/2026 11:00"
        assert date_format(moment, "DATETIME_FORMAT") == "Nov. 21, 2026, 11:00"
