import pytest
from django import forms
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from feedback.models import Channel
from starservice.web.localized import LocalizedFormField, LocalizedText, LocalizedTextField

ALL = {"en": "Phone", "zh-hans": "电话", "zh-hant": "電話"}


@pytest.mark.parametrize(
    ("language", "texts", "shown"),
    [
        ("en", ALL, "Phone"),
        ("zh-hans", ALL, "电话"),
        ("zh-hant", ALL, "電話"),
        ("zh-hant", {"en": "Phone", "zh-hans": "电话"}, "电话"),
        ("zh-hans", {"en": "Phone"}, "Phone"),
        ("en", {"zh-hant": "電話"}, "電話"),
        ("en", {"en": "", "zh-hans": "电话"}, "电话"),
        ("en", {}, ""),
    ],
)
def test_text_is_the_reader_s_language_or_the_nearest(language, texts, shown):
    with translation.override(language):
        assert str(LocalizedText(texts)) == shown


class TextForm(forms.Form):
    title = LocalizedFormField()
    note = LocalizedFormField(required=False, widget=forms.Textarea)


def test_form_field_collects_what_was_filled():
    form = TextForm({"title_en": "Phone", "title_zh_hant": "電話"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == {"en": "Phone", "zh-hant": "電話"}
    assert form.cleaned_data["note"] == {}


def test_form_field_wants_one_language_at_least():
    form = TextForm({"title_en": "", "note_en": "x"})
    assert not form.is_valid()
    assert "title" in form.errors


def test_widget_has_an_input_a_language_named_in_itself():
    html = str(TextForm(initial={"title": ALL})["title"])
    for text in ('name="title_en"', 'value="电话"', "简体中文", "繁體中文", 'lang="zh-hant"'):
        assert text in html


def test_widget_keeps_what_was_typed():
    assert 'value="half' in str(TextForm({"title_en": "half <done>"})["title"])


def test_widget_can_be_a_textarea():
    assert str(TextForm()["note"]).count("<textarea") == 3


@pytest.mark.django_db
def test_model_field_comes_back_in_the_reader_s_language():
    Channel.objects.create(code="fax", name={"en": "Fax", "zh-hans": "传真"})
    name = Channel.objects.get(code="fax").name
    with translation.override("zh-hans"):
        assert str(name) == "传真"


@isolate_apps("feedback")
def test_model_field_takes_a_plain_text_as_the_default_language():
    class Sample(models.Model):
        name = LocalizedTextField()

        class Meta:
            app_label = "feedback"

    assert Sample._meta.get_field("name").to_python("Fax") == {"en": "Fax"}
    assert isinstance(Sample._meta.get_field("name").formfield(), LocalizedFormField)
