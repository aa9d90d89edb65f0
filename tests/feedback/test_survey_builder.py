"""The survey's next version in the admin: begun, built, previewed, compared and published by the office."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from feedback.errors import SurveyFormError
from feedback.models import SurveyAnswer, SurveyForm
from feedback.services.survey_forms import (
    delete_draft,
    draft_survey_form,
    move_question,
    publish_draft,
    remove_question,
    set_rules,
)
from tests import factories

pytestmark = pytest.mark.django_db
FORMS = "/admin/feedback/surveyform/"
SHIPPED = ["attitude", "quality", "efficiency", "nps", "words"]
WAYS = {
    "options": "3",
    "option-0-label_en": "Shop",
    "option-0-label_zh_hans": "门店",
    "option-0-code": "shop",
    "option-1-label_en": "Web site",
    "option-1-code": "",
    "option-2-code": "",
}


@pytest.fixture
def office(client):
    user = factories.UserFactory(roles=["office"])
    client.force_login(user)
    return user


@pytest.fixture
def draft():
    return draft_survey_form(base=SurveyForm.objects.get(version=2))


def page(draft, name):
    return f"{FORMS}{draft.pk}/{name}/"


def codes(form):
    return list(form.questions.order_by("order").values_list("code", flat=True))


def text_of(response):
    return response.content.decode()


def add(draft, **values):
    order = draft.questions.count()
    return draft.questions.create(**{"label": {"en": "Why?"}, "order": order, **values})


def test_published_version_is_read_and_the_next_one_begun_from_it(client, office):
    latest = SurveyForm.objects.get(version=2)
    shown = text_of(client.get(f"{FORMS}{latest.pk}/change/"))
    assert "Attitude" in shown
    assert f"{FORMS}{latest.pk}/next/" in shown
    assert client.post(f"{FORMS}{latest.pk}/change/", {"window_days": 1}).status_code == 403
    assert client.get(page(latest, "next")).status_code == 200
    made = client.post(page(latest, "next"), follow=True)
    draft = SurveyForm.objects.get(published_at=None)
    assert made.redirect_chain[-1][0] == page(draft, "build")
    assert (draft.based_on, codes(draft)) == (latest, SHIPPED)
    again = client.post(page(latest, "next"), follow=True)
    assert "a draft already" in text_of(again)
    assert SurveyForm.objects.filter(published_at=None).count() == 1


def test_draft_is_not_asked_and_does_not_stop_the_policy_from_publishing(draft):
    from feedback.queries import form_in_force
    from feedback.services import publish_survey_form

    assert form_in_force(date(2100, 1, 1)).version == 2
    made = publish_survey_form(
        dimensions=[("a", {"en": "A"}, 1)], effective_from=date(2030, 1, 1), at=timezone.now()
    )
    assert made.version == 3


def test_builder_lists_questions_with_what_is_missing(client, office, draft):
    add(draft, code="why", kind="text", asked_after="attitude", comparison="at_most", compared_with="2")
    shown = text_of(client.get(page(draft, "build")))
    for part in (
        "Attitude",
        "missing: 简体中文, 繁體中文",
        "Only if the answer to “Attitude” is at most: 2 stars.",
        "weight 40",
        "yes or no",
    ):
        assert part in shown
    assert "recommendation from 0 to 10</a>" not in shown  # it is asked already


def test_queries_of_the_builder_do_not_grow(client, office, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        client.get(page(draft, "build"))
    for number in range(20):
        add(draft, code=f"q{number}", kind="text")
    with django_assert_max_num_queries(len(few)):
        client.get(page(draft, "build"))


def test_question_is_moved_and_its_button_keeps_the_focus(client, office, draft):
    moved = client.post(page(draft, "build"), {"up": "nps"}, follow=True)
    assert codes(draft) == ["attitude", "quality", "nps", "efficiency", "words"]
    assert moved.redirect_chain[0][0] == f"{page(draft, 'build')}?up=nps#question-nps"
    focused = [line for line in text_of(moved).splitlines() if "autofocus" in line]
    assert len(focused) == 1
    assert 'name="up" value="nps"' in focused[0]
    last = client.post(page(draft, "build"), {"down": "efficiency"}, follow=True)
    assert codes(draft)[-1] == "efficiency"
    focused = [line for line in text_of(last).splitlines() if "autofocus" in line]
    assert 'name="up" value="efficiency"' in focused[0]  # down is at its end
    assert "no longer there" in text_of(client.post(page(draft, "build"), {"up": "gone"}, follow=True))


def test_choice_is_added_with_its_options_and_condition(client, office, draft):
    address = page(draft, "add/single")
    assert text_of(client.get(address)).count("option-row") >= 3
    typed = {"label_en": "Which way?", "label_zh_hans": "", **WAYS}
    condition = {"comparison": "at_most", "answer": "attitude=2"}
    made = client.post(address, {**typed, **condition, "required": "on"})
    assert made.url == f"{page(draft, 'build')}#question-which-way"
    question = draft.questions.get(code="which-way")
    assert (question.kind, question.required, question.order) == ("single", True, 5)
    assert question.options == [
        {"code": "shop", "label": {"en": "Shop", "zh-hans": "门店"}},
        {"code": "web-site", "label": {"en": "Web site"}},
    ]
    assert (question.asked_after, question.comparison, question.compared_with) == ("attitude", "at_most", "2")


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ("add", ["Shop", "Web site", "", ""]),
        ("down-0", ["Web site", "Shop", ""]),
        ("up-1", ["Web site", "Shop", ""]),
        ("remove-0", ["Web site", ""]),
        ("up-99", ["Shop", "Web site", ""]),
    ],
)
def test_options_are_rearranged_without_saving_or_losing_what_was_typed(client, office, draft, wish, shown):
    typed = {"label_en": "Which way?", "help_en": "Think back", **WAYS, "option": wish}
    answer = client.post(page(draft, "add/multiple"), typed)
    assert answer.status_code == 200
    assert [(row["label"].value() or [""])[0] or "" for row in answer.context["rows"]] == shown
    assert answer.context["form"]["help"].value()[0] == "Think back"
    assert codes(draft) == SHIPPED


def test_yes_or_no_is_a_choice_with_its_answers_written(client, office, draft):
    shown = text_of(client.get(page(draft, "add/yes_no")))
    assert 'value="是"' in shown
    assert 'value="yes"' in shown


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("stars", {"label_en": "Speed", "weight": "0"}, "greater than or equal to 0.01"),
        ("stars", {"label_en": "Speed", "weight": "1", "code": "nps"}, "belongs to the recommendation"),
        ("stars", {"weight": "1"}, "This field is required"),
        ("single", {"label_en": "Way", "code": "words"}, "belongs to the recommendation"),
        ("text", {"label_en": "Why", "code": "attitude"}, "has the code “attitude”"),
        ("text", {"label_en": "Why", "answer": "nps=11"}, "Select a valid choice"),
    ],
)
def test_wrong_question_is_told_beside_its_field(client, office, draft, kind, typed, message):
    answer = client.post(page(draft, f"add/{kind}"), typed)
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert codes(draft) == SHIPPED


def test_at_most_is_refused_for_a_choice(client, office, draft):
    add(draft, code="way", kind="single", options=[{"code": "shop", "label": {"en": "Shop"}}])
    typed = {"label_en": "Why", "comparison": "at_most", "answer": "way=shop"}
    assert "are for stars" in text_of(client.post(page(draft, "add/text"), typed))


def test_question_is_changed_and_conditions_follow_its_new_code(client, office, draft):
    add(draft, code="way", kind="single", options=[{"code": "shop", "label": {"en": "Shop"}}])
    add(draft, code="why", kind="text", asked_after="way", comparison="is", compared_with="shop")
    shown = text_of(client.get(page(draft, "question/why")))
    assert '<option value="way=shop" selected>' in shown
    assert "Not written yet: 简体中文, 繁體中文" in shown
    client.post(page(draft, "question/way"), {"label_en": "Which way?", "code": "channel", **WAYS})
    assert draft.questions.get(code="why").asked_after == "channel"
    assert codes(draft)[-2:] == ["channel", "why"]
    client.post(page(draft, "question/why"), {"label_en": "Why?", "code": "why", "answer": ""})
    assert draft.questions.get(code="why").asked_after == ""


def test_question_is_removed_after_asking(client, office, draft):
    assert "Speed" in text_of(client.get(page(draft, "remove/efficiency")))
    client.post(page(draft, "remove/efficiency"))
    assert codes(draft) == ["attitude", "quality", "nps", "words"]
    assert client.get(page(draft, "remove/efficiency")).status_code == 404


def test_rules_of_the_draft_are_changed(client, office, draft):
    rules = {
        "window_days": 7,
        "remind_after_days": 3,
        "low_score_to": 3,
        "follow_up_hours": 24,
        "burst_answers": 9,
    }
    assert client.post(page(draft, "rules"), {**rules, "burst_answers": 1}).status_code == 422
    assert client.post(page(draft, "rules"), rules).status_code == 302
    draft.refresh_from_db()
    assert (draft.window_days, draft.names_staff, draft.burst_answers) == (7, False, 9)


def test_draft_is_published_from_a_day_and_cannot_be_changed_any_more(client, office, draft):
    assert client.get(page(draft, "publish")).status_code == 200
    made = client.post(page(draft, "publish"), {"effective_from": "2027-01-01"}, follow=True)
    assert "Version 3 is published." in text_of(made)
    draft.refresh_from_db()
    assert (draft.version, draft.effective_from, draft.is_draft) == (3, date(2027, 1, 1), False)
    for name in ("build", "rules", "publish", "discard", "question/words", "add/text", "remove/words"):
        assert client.get(page(draft, name)).status_code == 404
    for change in (
        lambda: delete_draft(form=draft),
        lambda: set_rules(form=draft, window_days=3),
        lambda: move_question(form=draft, code="words", by=-1),
        lambda: remove_question(form=draft, code="words"),
        lambda: publish_draft(form=draft, effective_from=date(2028, 1, 1), at=timezone.now()),
    ):
        with pytest.raises(SurveyFormError, match="never changes"):
            change()


def test_what_speaks_against_publishing_is_named(client, office, draft):
    draft.questions.filter(code="quality").update(label={})
    add(
        draft,
        code="way",
        kind="single",
        options=[{"code": "a", "label": {}}, {"code": "b", "label": {"en": "B"}}],
    )
    add(draft, code="why", kind="text", asked_after="gone", comparison="is", compared_with="1")
    answer = client.post(page(draft, "publish"), {"effective_from": "2027-01-01"})
    shown = text_of(answer)
    assert answer.status_code == 422
    for problem in (
        "Question 2 (quality): The question is not written in any language.",
        "Question 6 (Why?): An answer to choose from is not written in any language.",
        "Question 7 (Why?): Its condition is on a question that is not there.",
    ):
        assert problem in shown
        assert problem in text_of(client.get(page(draft, "build")))
    assert SurveyForm.objects.get(pk=draft.pk).is_draft


def test_draft_without_questions_is_not_published(client, office, draft):
    draft.questions.all().delete()
    answer = client.post(page(draft, "publish"), {"effective_from": "2027-01-01"})
    assert "asks nothing yet" in text_of(answer)
    assert "No questions yet" in text_of(client.get(page(draft, "build")))


def test_draft_is_deleted_after_asking(client, office, draft):
    assert client.get(page(draft, "discard")).status_code == 200
    assert client.post(page(draft, "discard")).status_code == 302
    assert not SurveyForm.objects.filter(pk=draft.pk).exists()


def test_preview_is_the_customers_page_in_each_language_and_records_nothing(client, office, draft):
    shown = text_of(client.get(page(draft, "preview")))
    for language in ("en", "zh-hans", "zh-hant"):
        assert f"{page(draft, 'preview/page')}?in={language}" in shown
    alone = client.get(page(draft, "preview/page"), {"in": "zh-hant"})
    assert "服務態度" in text_of(alone)
    assert alone.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in alone.headers["Content-Security-Policy"]
    assert not alone.cookies
    refused = client.post(page(draft, "preview/page"), {"nps": "9", "lang": "en"})
    assert refused.status_code == 422
    assert "Please choose one to five stars" in text_of(refused)
    stars = {f"stars-{code}": "5" for code in SHIPPED[:3]}
    assert "Thank you" in text_of(client.post(page(draft, "preview/page"), {**stars, "lang": "en"}))
    assert not SurveyAnswer.objects.exists()


def test_versions_are_compared(client, office, draft):
    assert "Nothing changed" in text_of(client.get(page(draft, "compare")))
    draft.questions.filter(code="attitude").update(label={"en": "Kindness", "zh-hans": "服务态度"}, weight=50)
    draft.questions.filter(code="efficiency").delete()
    add(draft, code="why", kind="text", label={"en": "Why so?"})
    SurveyForm.objects.filter(pk=draft.pk).update(window_days=7)
    shown = text_of(client.get(page(draft, "compare")))
    for part in (
        "Kindness",
        "<del>Attitude</del>",
        "<del>40",
        "<del>14</del>",
        "Why so?",
        "added",
        "removed",
    ):
        assert part in shown
    first = SurveyForm.objects.get(version=1)
    assert "Satisfaction" in text_of(client.get(page(draft, "compare"), {"with": first.pk}))
    assert client.get(page(draft, "compare"), {"with": "x" * 9}).status_code == 200


def test_who_only_reads_surveys_sees_drafts_and_changes_nothing(client, draft):
    client.force_login(factories.UserFactory(roles=["auditor"]))
    assert client.get(f"{FORMS}{draft.pk}/change/").status_code == 200
    assert client.get(page(draft, "compare")).status_code == 200
    assert client.get(page(draft, "preview")).status_code == 200
    assert client.get(page(draft, "build")).status_code == 404
    assert client.post(page(draft, "publish"), {"effective_from": "2027-01-01"}).status_code == 404
    assert client.post(page(draft, "build"), {"up": "nps"}).status_code == 404


def test_old_links_keep_their_questions_when_a_version_follows(client, draft):
    from feedback.services import send_invitation

    staff = factories.AssignmentFactory().staff
    yesterday = timezone.localdate() - timedelta(days=1)
    service = {"staff": staff, "channel": factories.ChannelFactory(), "served_on": yesterday}
    _sent, old = send_invitation(**service, at=timezone.now())
    draft.questions.filter(code="quality").delete()
    publish_draft(form=draft, effective_from=yesterday, at=timezone.now())
    _sent, new = send_invitation(**service, at=timezone.now())
    assert 'name="stars-quality"' in text_of(client.get(f"/s/{old}/"))
    assert 'name="stars-quality"' not in text_of(client.get(f"/s/{new}/"))
