"""What a form asked with two switches becomes two of its questions, with the words customers have seen so far."""

from django.db import migrations

RECOMMENDATION = {
    "en": "How likely are you to recommend us to a friend?",
    "zh-hans": "您向朋友推荐我们的可能性有多大？",
    "zh-hant": "您向朋友推薦我們的可能性有多大？",
}
WORDS = {
    "en": "What should we keep, what should we change?",
    "zh-hans": "哪些值得保持？哪些需要改进？",
    "zh-hant": "哪些值得保持？哪些需要改進？",
}
AFTER_ALL_STARS = 1000


def ask_in_questions(apps, schema_editor):
    for form in apps.get_model("feedback", "SurveyForm").objects.all():
        asked = {"required": False, "weight": None}
        if form.asks_nps:
            form.questions.create(
                code="nps", kind="nps", label=RECOMMENDATION, order=AFTER_ALL_STARS, **asked
            )
        if form.asks_words:
            form.questions.create(code="words", kind="text", label=WORDS, order=AFTER_ALL_STARS + 1, **asked)


def ask_with_switches(apps, schema_editor):
    forms = apps.get_model("feedback", "SurveyForm").objects.all()
    forms.filter(published_at=None).delete()
    for form in forms:
        codes = set(form.questions.values_list("code", flat=True))
        form.asks_nps, form.asks_words = "nps" in codes, "words" in codes
        form.save(update_fields=["asks_nps", "asks_words"])
        form.questions.exclude(kind="stars").delete()


class Migration(migrations.Migration):
    # The shipped forms of the ratings are there by now.
    dependencies = [("feedback", "0012_survey_questions"), ("ratings", "0002_default_policies")]

    operations = [migrations.RunPython(ask_in_questions, ask_with_switches)]
