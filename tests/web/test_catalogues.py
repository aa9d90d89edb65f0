import gettext

from starservice.web.catalogues import compile_catalogues

TEXT = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Stars"\nmsgstr "星级"\n'


def test_changed_catalogue_is_compiled_once(tmp_path):
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT)
    assert compile_catalogues(tmp_path) == [source]
    assert compile_catalogues(tmp_path) == []
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Stars") == "星级"


def test_no_catalogues_are_no_error(tmp_path):
    assert compile_catalogues(tmp_path / "nowhere") == []
