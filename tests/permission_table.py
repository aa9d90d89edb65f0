"""Roles × addresses × ownership for the whole product: ONE table, read by tests/test_permissions.py.

Every named address of the site has a row here; a new one without a row fails the test, which names it. To add yours:

    Row("portal:history", see=SIGNED_IN_STAFF)
    Row("portal:appeal", lambda w: [w.result.pk], see="staff", post="staff")
    Row("admin:ratings_month_publish", lambda w: [w.month.pk], see="office", post="office")
    *model("ratings_policy", lambda w: w.policy, see="office auditor", change="office"),

* `see`: who may GET. `post`: who may POST an empty form (default: whoever may see; others must be turned away from both).
  `see=None` for addresses that take no GET. The administrator is always allowed and need not be named, unless
  `administrator=""` (or "get": may look only).
* `args`: from the world `w` (tests/permission_world.py) to the address's arguments. Things in the world belong to the
  persona `staff`, who reports to `manager`; `staff_other` and `manager_other` have nothing to do with them.
* `model(...)` makes the rows of a model's admin: list and its export, add, change, delete, history. `see` is who opens
  the list and exports it (`own_export`: the list's export has a row of its own),
  `see_one` (default: `see`) who opens the object, `add`/`change`/`delete` who may alter.
* Turned away means: to the sign-in for the anonymous (401 in the API), 403 or 404 for the others, or the admin's door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EVERYBODY = (
    "anonymous staff staff_other manager manager_other office customer_service training publicity hr finance"
    " leading_group auditor administrator"
)
SIGNED_IN = EVERYBODY.removeprefix("anonymous ")
SIGNED_IN_STAFF = "staff staff_other manager manager_other"
COMPANY_DUTIES = "office hr finance leading_group auditor"
LISTS_STAFF = f"{COMPANY_DUTIES} customer_service training"
IN_ADMIN = "manager manager_other office customer_service training publicity hr finance leading_group auditor"
NOBODY = ""


@dataclass(frozen=True)
class Row:
    name: str
    args: Callable[[Any], list[Any]] | None = None
    see: str | None = NOBODY
    post: str | None = None
    administrator: str = "get post"

    def __str__(self) -> str:
        return self.name


def model(
    label: str,
    one: Callable[[Any], Any],
    *,
    see: str,
    see_one: str | None = None,
    add: str = NOBODY,
    change: str = NOBODY,
    delete: str | None = None,
    administrator: str = "see add change delete",
    own_export: bool = False,
) -> list[Row]:
    """The rows of a model's admin; `administrator` names what even the administrator may do."""

    def args(w: Any) -> list[Any]:
        return [one(w).pk]

    seen, delete = see if see_one is None else see_one, change if delete is None else delete
    name = f"admin:{label}_"
    changes = "get post" if "change" in administrator else "get"
    return [
        Row(f"{name}changelist", see=see),
        *([] if own_export else [Row(f"{name}export_list", lambda w: ["csv"], see=see)]),
        Row(f"{name}add", see=add, post=add, administrator="get post" * ("add" in administrator)),
        Row(f"{name}change", args, see=seen, post=change, administrator=changes),
        Row(
            f"{name}delete",
            args,
            see=delete,
            post=delete,
            administrator="get post" * ("delete" in administrator),
        ),
        Row(f"{name}history", args, see=seen),
    ]


def read_only(label: str, one: Callable[[Any], Any], *, see: str, see_one: str | None = None) -> list[Row]:
    """The rows of an admin nobody alters, not even the administrator (`ReadOnlyAdmin`)."""
    return model(label, one, see=see, see_one=see_one, administrator="see")


# Addresses of libraries, whose own tests cover them, and of the framework.
NOT_OURS = (
    "account_",
    "mfa_",
    "set_language",
    "prometheus-django-metrics",
    "web:styleguide",  # only with DEBUG
    "admin:jsi18n",
    "admin:app_list",
    "admin:view_on_site",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:autocomplete",  # asks each model's admin; tested in tests/people/test_admin.py
)

ACCOUNTS = [Row("admin:index", see=IN_ADMIN)]

SEES_STAFF = f"{LISTS_STAFF} manager manager_other"
KEEPS_STAFF = "hr"
TRAINING_SEEN = "training office leading_group auditor"
SEES_RECORDS_OF_STAFF = f"{COMPANY_DUTIES} manager"

PEOPLE = [
    *model("people_department", lambda w: w.department, see=SEES_STAFF, add="hr", change="hr"),
    *model("people_position", lambda w: w.position, see=SEES_STAFF, add="hr", change="hr"),
    Row("admin:people_staff_changelist", see=SEES_STAFF),
    Row("admin:people_staff_add", see=KEEPS_STAFF),
    Row("admin:people_staff_change", lambda w: [w.staff.pk], see=f"{LISTS_STAFF} manager", post=KEEPS_STAFF),
    Row("admin:people_staff_delete", lambda w: [w.staff.pk], administrator=""),
    Row("admin:people_staff_history", lambda w: [w.staff.pk], see=SEES_RECORDS_OF_STAFF),
    Row("admin:people_staff_move", lambda w: [w.staff.pk], see=KEEPS_STAFF),
    Row("admin:people_staff_leave", lambda w: [w.staff.pk], see=KEEPS_STAFF),
    Row("admin:people_staff_invite", lambda w: [w.staff.pk], see=KEEPS_STAFF),
    Row("admin:people_staff_import", see=KEEPS_STAFF),
    Row(
        "admin:people_staff_import_preview", lambda w: ["nobodys"], administrator=""
    ),  # by its own session only
    Row("admin:people_staff_exports", see=f"{COMPANY_DUTIES} manager manager_other"),
    Row("admin:people_staff_export", lambda w: ["xlsx"], see=f"{COMPANY_DUTIES} manager manager_other"),
    *model("people_user", lambda w: w.users["staff"], see=NOBODY, administrator="see add change"),
    *model("authtoken_tokenproxy", lambda w: w.users["office"], see=NOBODY, administrator="see add delete"),
    Row("people:notifications", see=SIGNED_IN),
    Row("people:bell", see=SIGNED_IN),
    Row("people:notification_settings", see=SIGNED_IN),
    Row(
        "people:notification",
        lambda w: [w.notification.pk],
        see="staff",
        post=SIGNED_IN,
        administrator="post",
    ),
    Row("people:notifications_read", see=None, post=SIGNED_IN),
]


TRAINS = "training office"
SEES_COURSES = "training office leading_group auditor"


def _unit(w: Any) -> list[Any]:
    return [w.course.code, w.course_unit.pk]


TRAINING = [
    *model(
        "training_certificate",
        lambda w: w.certificate,
        see=f"{COMPANY_DUTIES} training manager manager_other",
        see_one=f"{COMPANY_DUTIES} training manager",
        add="training",
        administrator="see add",
    ),
    Row("admin:training_certificate_uncertified", see=f"{COMPANY_DUTIES} training manager manager_other"),
    Row("admin:training_certificate_renew", lambda w: [w.certificate.pk], see="training"),
    Row("admin:training_certificate_revoke", lambda w: [w.certificate.pk], see="training"),
    # Certificates.
    *(
        Row(f"admin:training_certificate_{name}", lambda w: [w.certificate.pk], see="training")
        for name in ("suspend", "lift")
    ),
    Row(
        "admin:training_certificate_paper",
        lambda w: [w.certificate.pk],
        see=f"{COMPANY_DUTIES} training manager",
    ),
    *model(
        "training_certificatekind",
        lambda w: w.certificate_kind,
        see="office training leading_group auditor",
        add="office training",
        change="office training",
        delete="office training",
    ),
    Row("training:my_certificates", see=SIGNED_IN_STAFF, administrator=""),
    # Learning home and paths.
    *model(
        "training_learningpath",
        lambda w: w.path,
        see="training office leading_group auditor",
        add="training office",
        change="training office",
        delete=NOBODY,
        administrator="see add change",
    ),
    *model(
        "training_pathassignment",
        lambda w: w.path_assignment,
        see="training office leading_group auditor manager manager_other",
        see_one="training office leading_group auditor manager",
        add="training office",
        administrator="see add",
    ),
    Row(
        "admin:training_pathassignment_mentor",
        lambda w: [w.path_assignment.pk],
        see="training office manager",
    ),
    Row("admin:training_pathassignment_extend", lambda w: [w.path_assignment.pk], see="training office"),
    Row("admin:training_pathassignment_cancel", lambda w: [w.path_assignment.pk], see="training office"),
    Row("training:learn", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:mentees", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:learn_path", lambda w: [w.path_assignment.pk], see="staff manager", administrator=""),
    *(
        Row(f"training:certificate_{name}", lambda w: [w.certificate.pk], see="staff", administrator="")
        for name in ("paper", "link")
    ),
    Row("training:certificate_renew", lambda w: [w.certificate.pk], see=None, post="staff", administrator=""),
    Row("training:verify", lambda w: [w.certificate_token], see=EVERYBODY),
    # The standards manual.
    *model(
        "training_manual",
        lambda w: w.manual_in_work.manual,
        see=f"{TRAINING_SEEN} manager manager_other",
        add="training office",
        change="training office",
    ),
    *(
        Row(f"admin:training_manual_{name}", lambda w: [w.manual_in_work.pk], see="training office")
        for name in ("words", "submit", "return", "publish", "discard")
    ),
    *(
        Row(
            f"admin:training_manual_{name}",
            lambda w: [w.manual_in_work.pk],
            see=TRAINING_SEEN,
            post="training office" if name == "version" else TRAINING_SEEN,
        )
        for name in ("version", "changes")
    ),
    Row("admin:training_manual_begin", lambda w: [w.manual.pk], see="training office"),
    Row(
        "admin:training_manual_add_standard",
        lambda w: [w.manual_in_work.pk, "in_sale"],
        see="training office",
    ),
    *(
        Row(f"admin:training_manual_{name}", lambda w: [w.manual_in_work.pk, "greet"], see="training office")
        for name in ("standard", "remove_standard")
    ),
    Row(
        "admin:training_manual_unread",
        lambda w: [w.manual_in_force.pk],
        see=f"{TRAINING_SEEN} manager manager_other",
    ),
    Row(
        "admin:training_manual_unread_export",
        lambda w: [w.manual_in_force.pk, "csv"],
        see=f"{TRAINING_SEEN} manager manager_other",
    ),
    Row(
        "admin:training_manual_remind",
        lambda w: [w.manual_in_force.pk],
        see=None,
        post=f"{TRAINING_SEEN} manager manager_other",
    ),
    Row("training:standards", see=SIGNED_IN_STAFF, administrator=""),
    *(
        Row(f"training:{name}", lambda w: [w.manual.code], see=SIGNED_IN_STAFF, administrator="")
        for name in ("standards_manual", "standards_changes")
    ),
    *(
        Row(
            f"training:{name}",
            lambda w: [w.manual.code],
            see=None,
            post=SIGNED_IN_STAFF,
            administrator="",
        )
        for name in ("standards_open", "standards_acknowledge")
    ),
    Row("training:standards_version", lambda w: [w.manual.code, 1], see=SIGNED_IN_STAFF, administrator=""),
    Row("training:service_standards", see=EVERYBODY),
    Row("training:service_standard", lambda w: [w.manual.code], see=EVERYBODY),
    # courses
    Row("training:courses", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:course", lambda w: [w.course.code], see="staff", administrator=""),
    Row("training:course_begin", lambda w: [w.course.code], see=None, post="staff", administrator=""),
    Row("training:unit", _unit, see="staff", administrator=""),
    Row("training:unit_read", _unit, see=None, post="staff", administrator=""),
    Row("training:unit_progress", _unit, see=None, post="staff", administrator=""),
    Row(
        "training:unit_file",
        lambda w: [w.course_unit.pk],
        see="staff training office leading_group auditor",
    ),
    *model(
        "training_course",
        lambda w: w.course,
        see=SEES_COURSES,
        add=TRAINS,
        change=TRAINS,
        delete=NOBODY,
        administrator="see add change",
    ),
    *model("training_courseunit", lambda w: w.course_unit, see=SEES_COURSES, add=TRAINS, change=TRAINS),
    *(
        Row(f"admin:training_course_{step}", lambda w: [w.course.pk], see=TRAINS)
        for step in ("publish", "withdraw")
    ),
    *model(
        "training_servicecase",
        lambda w: w.service_case,
        see=f"{SEES_COURSES} customer_service",
        add=f"{TRAINS} customer_service",
        change=f"{TRAINS} customer_service",
        delete=NOBODY,
        administrator="see add change",
    ),
    *(
        Row(f"admin:training_servicecase_{step}", lambda w: [w.service_case.pk], see=TRAINS)
        for step in ("publish", "archive")
    ),
    Row("training:cases", see=SIGNED_IN),
    Row("training:case", lambda w: [w.service_case.code], see=SIGNED_IN),
    Row("training:wordings", see=SIGNED_IN),
]

# The question bank: questions, rubrics, assessors.
TRAINS, SEES_TRAINING = "training office", "training office leading_group auditor"
KEPT_BY_TRAINERS = {"see": SEES_TRAINING, "add": TRAINS, "change": TRAINS}
QUESTION_BANK = [
    *model("training_topic", lambda w: w.bank_topic, **KEPT_BY_TRAINERS),
    *model("training_rubric", lambda w: w.bank_rubric, **KEPT_BY_TRAINERS),
    *model("training_question", lambda w: w.bank_question, own_export=True, **KEPT_BY_TRAINERS),
    Row("admin:training_question_import", see=TRAINS),
    Row("admin:training_question_import_preview", lambda w: ["nobodys"], administrator=""),
    Row("admin:training_question_statistics", see=SEES_TRAINING),
    Row("admin:training_question_export", lambda w: ["xlsx"], see=SEES_TRAINING),
    Row("admin:training_question_try", lambda w: [w.bank_question.pk], see=SEES_TRAINING),
    Row("admin:training_question_regrade", lambda w: [w.bank_question.pk], see=TRAINS),
    # Assessors are members of staff; duties without a record of staff mark nothing.
    Row("training:assess_queue", see="manager manager_other", administrator=""),
    Row("training:assess_hold", see="manager manager_other", administrator=""),
    Row("training:assess", lambda w: [w.bank_attempt.pk], see="manager", administrator=""),
]

SEES_SERVICE = "office customer_service leading_group auditor"
IMPORTS = "office customer_service"

SERVICE = [
    *model("feedback_channel", lambda w: w.channel, see=SEES_SERVICE, add="office", change="office"),
    *model(
        "feedback_customer",
        lambda w: w.customer,
        see=SEES_SERVICE,
        add="office",
        change="office",
        delete=NOBODY,
        administrator="see add change",
    ),
    Row("admin:feedback_customer_timeline", lambda w: [w.customer.pk], see=SEES_SERVICE),
    *(
        Row(f"admin:feedback_customer_{page}", lambda w: [w.customer.pk], see=IMPORTS)
        for page in ("tags", "merge")
    ),
    *(
        Row(f"admin:feedback_customer_{page}", lambda w: [w.customer.pk], see="office")
        for page in ("hand_out", "erase")
    ),
    Row("admin:feedback_customer_duplicates", see=IMPORTS),
    *model("feedback_customertag", lambda w: w.customer_tag, see=SEES_SERVICE, add="office", change="office"),
    *read_only("feedback_customermerge", lambda w: w.customer_merge, see=SEES_SERVICE),
    *read_only("feedback_privacyaction", lambda w: w.privacy_action, see="office leading_group auditor"),
    *model(
        "feedback_interaction",
        lambda w: w.interaction,
        see=f"{SEES_SERVICE} manager manager_other",
        see_one=f"{SEES_SERVICE} manager",
        add="office",
        change="office",
        delete=NOBODY,
        administrator="see add change",
        own_export=True,
    ),
    Row("admin:feedback_interaction_export", see=f"{SEES_SERVICE} manager manager_other"),
    *model("feedback_importmapping", lambda w: w.mapping, see=SEES_SERVICE, add=IMPORTS, change=IMPORTS),
    *read_only("feedback_importrun", lambda w: w.import_run, see=SEES_SERVICE),
    Row("admin:feedback_importrun_upload", see=IMPORTS),
    Row("admin:feedback_importrun_preview", lambda w: [w.import_draft.pk], see=IMPORTS),
    Row("admin:feedback_importrun_mapping", lambda w: [w.import_draft.pk], see=IMPORTS),
    Row("admin:feedback_importrun_cancel", lambda w: [w.import_run.pk], see=IMPORTS),
    Row("admin:feedback_importrun_progress", lambda w: [w.import_run.pk], see=SEES_SERVICE),
    Row("admin:feedback_importrun_rejected", lambda w: [w.import_run.pk], see=SEES_SERVICE),
]
READS_REQUEST = f"staff manager {SEES_SERVICE}"
WORKS_ON_REQUEST = "staff manager office customer_service"


def _request(w: Any) -> list[Any]:
    return [w.request.pk]


DESK = [
    Row("feedback:queue", see=f"staff staff_other manager manager_other {SEES_SERVICE}"),
    Row("feedback:late", see=f"manager manager_other {SEES_SERVICE}"),
    *read_only(
        "feedback_slaevent",
        lambda w: w.sla_event,
        see=f"{SEES_SERVICE} manager manager_other",
        see_one=f"{SEES_SERVICE} manager",
    ),
    Row("feedback:request", _request, see=READS_REQUEST),
    Row("feedback:request_pulse", _request, see=None, post=READS_REQUEST),
    Row("feedback:request_earlier", lambda w: [w.request.pk, w.request_entry.pk], see=READS_REQUEST),
    Row("feedback:request_file", lambda w: [w.request.pk, w.request_file.pk], see=READS_REQUEST),
    *(
        Row(f"feedback:request_{verb}", _request, see=None, post=WORKS_ON_REQUEST)
        for verb in ("answer", "resume", "resolve", "close")
    ),
    *(
        Row(f"feedback:request_{panel}", _request, see=WORKS_ON_REQUEST)
        for panel in ("wait", "reopen", "hand_over", "tier", "category")
    ),
    *model("feedback_tier", lambda w: w.request.tier, see=SEES_SERVICE, add="office", change="office"),
    *model("feedback_category", lambda w: w.category, see=SEES_SERVICE, add="office", change="office"),
    *model("feedback_priorityrule", lambda w: w.rule, see=SEES_SERVICE, add="office", change="office"),
    Row("admin:feedback_priorityrule_try", see=SEES_SERVICE),
    *model(
        "feedback_agent",
        lambda w: w.agent,
        see=f"{SEES_SERVICE} manager manager_other",
        see_one=f"{SEES_SERVICE} manager",
        add="office customer_service",
        change="office customer_service manager",
        delete=NOBODY,
        administrator="see add change",
    ),
    *model(
        "feedback_servicerules",
        lambda w: w.service_rules,
        see=SEES_SERVICE,
        change="office",
        delete=NOBODY,
        administrator="see change",
    ),
    *model(
        "feedback_servicerequest",
        lambda w: w.request,
        see=f"{SEES_SERVICE} manager manager_other",
        see_one=f"{SEES_SERVICE} manager",
        administrator="see",
        own_export=True,
    ),
    Row("admin:feedback_servicerequest_export", see=f"{SEES_SERVICE} manager manager_other"),
    *model(
        "training_wording",
        lambda w: w.wording,
        see=f"{SEES_SERVICE} training",
        add="training office customer_service",
        change="training office customer_service",
    ),
    Row("feedback:request_take", _request, see=None, post="staff", administrator=""),  # agents only
]
SEES_SURVEYS = f"{SEES_SERVICE} manager manager_other"
ASKS = "office customer_service"


def _sent(w: Any) -> list[Any]:
    return ["seed", 1]


FEEDBACK: list[Row] = [
    Row("feedback:survey", lambda w: [w.survey_token], see=EVERYBODY),
    Row("feedback:invitations", see=SIGNED_IN),
    Row("feedback:invitation", lambda w: [w.survey_seed], see="staff", administrator=""),
    Row("feedback:help", see=EVERYBODY),
    Row("feedback:request_new", see=f"{ASKS} staff"),
    Row("feedback:request_emails", see=ASKS),
    Row("feedback:lost_link", see=EVERYBODY),
    Row("feedback:track", lambda w: [w.tracking_token], see=EVERYBODY),
    Row("feedback:track_live", lambda w: [w.tracking_token], see=EVERYBODY),
    Row("feedback:track_add", lambda w: [w.tracking_token], see=None, post=EVERYBODY),
    Row("feedback:track_confirm", lambda w: [w.tracking_token], see=None, post=EVERYBODY),
    Row("feedback:track_rate", lambda w: [w.tracking_token], see=None, post=EVERYBODY),
    Row("feedback:track_file", lambda w: [w.tracking_token, w.public_file.pk], see=EVERYBODY),
    Row("feedback:call_backs", see=ASKS),
    Row("feedback:call_back_interaction", lambda w: [w.interaction.pk], see=ASKS),
    Row("feedback:call_back_invitation", lambda w: [w.invitation.pk], see=ASKS),
    *read_only(
        "feedback_invitation", lambda w: w.invitation, see=SEES_SURVEYS, see_one=f"{SEES_SERVICE} manager"
    ),
    Row("admin:feedback_invitation_sent", _sent, administrator=""),  # by its sender only
    Row("admin:feedback_invitation_links", _sent, administrator=""),  # by its sender only
    *read_only(
        "feedback_surveyanswer", lambda w: w.answer, see=SEES_SURVEYS, see_one=f"{SEES_SERVICE} manager"
    ),
    *read_only("feedback_surveyform", lambda w: w.survey_form, see=SEES_SERVICE),
    Row("admin:feedback_surveyform_next", lambda w: [w.survey_form.pk], see="office"),
    *(
        Row(f"admin:feedback_surveyform_{name}", lambda w: [w.survey_form.pk], see=SEES_SERVICE)
        for name in ("compare", "preview", "preview_page")
    ),
    *(
        Row(f"admin:feedback_surveyform_{name}", lambda w: [w.survey_draft.pk], see="office")
        for name in ("build", "rules", "publish", "discard")
    ),
    Row("admin:feedback_surveyform_add_question", lambda w: [w.survey_draft.pk, "text"], see="office"),
    Row("admin:feedback_surveyform_question", lambda w: [w.survey_draft.pk, "words"], see="office"),
    Row("admin:feedback_surveyform_remove_question", lambda w: [w.survey_draft.pk, "words"], see="office"),
    *model(
        "feedback_evidenceevent",
        lambda w: w.event,
        see=SEES_SURVEYS,
        see_one=f"{SEES_SERVICE} manager",
        add=ASKS,
        administrator="see add",
    ),
    Row("admin:feedback_evidenceevent_withdraw", lambda w: [w.event.pk], see=ASKS),
    *model(
        "feedback_calendar",
        lambda w: w.calendar,
        see=f"{SEES_SERVICE} manager manager_other",
        add="office",
        change="office",
    ),
    *model(
        "feedback_publicday",
        lambda w: w.public_day,
        see=f"{SEES_SERVICE} manager manager_other",
        add="office",
        change="office",
    ),
    Row("admin:feedback_publicday_seed", see="office"),
    Row(
        "admin:feedback_calendar_year", lambda w: [w.calendar.pk], see=f"{SEES_SERVICE} manager manager_other"
    ),
    Row(
        "admin:feedback_calendar_year_of",
        lambda w: [w.calendar.pk, 2026],
        see=f"{SEES_SERVICE} manager manager_other",
    ),
    Row("admin:feedback_calendar_try", see=f"{SEES_SERVICE} manager manager_other"),
    Row("admin:feedback_results", see=SEES_SURVEYS),
    Row("feedback:draw", lambda w: [w.open_draw.pk], see=EVERYBODY),
    Row("feedback:draw_numbers", lambda w: [w.held_draw.pk], see=EVERYBODY),
    Row("feedback:draw_enter", lambda w: [w.open_draw.pk, w.ticket], see=EVERYBODY),
    *model("feedback_prizedraw", lambda w: w.draft_draw, see=SEES_SERVICE, add="office", change="office"),
    Row("admin:feedback_prizedraw_step", lambda w: [w.draft_draw.pk], see="office"),
    *read_only("feedback_answernotice", lambda w: w.answer_notice, see=SEES_SERVICE),
    *model(
        "feedback_noticerule",
        lambda w: w.notice_rule,
        see=SEES_SERVICE,
        change="office",
        delete=NOBODY,
        administrator="see change",
    ),
    Row("feedback:follow_ups", see="office customer_service manager manager_other"),
    Row("feedback:follow_up", lambda w: [w.follow_up.pk], see="office customer_service manager"),
    *read_only(
        "feedback_followup", lambda w: w.follow_up, see=SEES_SURVEYS, see_one=f"{SEES_SERVICE} manager"
    ),
    Row("admin:feedback_results_export", lambda w: ["csv"], see=SEES_SURVEYS),
    Row("admin:feedback_words", see=SEES_SURVEYS),
    Row("admin:feedback_words_export", lambda w: ["csv"], see=SEES_SURVEYS),
    Row("feedback:survey_stop", lambda w: [w.stop_token], see=EVERYBODY),
    *model(
        "feedback_samplingrule", lambda w: w.sampling_rule, see=SEES_SERVICE, add="office", change="office"
    ),
    Row("admin:feedback_samplingrule_preview", lambda w: [w.sampling_rule.pk], see=SEES_SERVICE),
    *read_only("feedback_samplingdecision", lambda w: w.sampling_decision, see=SEES_SERVICE),
]
IDEAS: list[Row] = [
    Row("feedback:customer", lambda w: [w.customer.pk], see=f"staff manager {SEES_SERVICE}"),
    Row("feedback:praise", see=EVERYBODY),
    Row("feedback:praise_thanks", see=EVERYBODY, post=EVERYBODY),
    Row("feedback:praise_mine", see=SIGNED_IN),
    Row("feedback:praise_give", see=SIGNED_IN),
    Row("feedback:ideas", see=EVERYBODY),
    Row("feedback:idea_followed", lambda w: [w.idea_token], see=EVERYBODY),
    Row("feedback:ideas_mine", see=SIGNED_IN),
    Row("feedback:idea_new", see=SIGNED_IN),
    Row("feedback:idea_standings", see=SIGNED_IN),
    Row("feedback:idea_mine", lambda w: [w.suggestion.pk], see="staff", administrator=""),
    Row("feedback:idea_certificate", lambda w: [w.suggestion.pk], see=f"staff {SEES_SERVICE}"),
    *model(
        "feedback_praiserule",
        lambda w: w.praise_rule,
        see=SEES_SERVICE,
        change="office",
        delete=NOBODY,
        administrator="see change",
    ),
    *model(
        "feedback_commendation",
        lambda w: w.commendation,
        see=SEES_SERVICE,
        add=ASKS,
        administrator="see add",
    ),
    Row("admin:feedback_commendation_accept", lambda w: [w.commendation.pk], see=ASKS),
    Row("admin:feedback_commendation_reject", lambda w: [w.commendation.pk], see=ASKS),
    *model(
        "feedback_suggestioncategory",
        lambda w: w.suggestion.category,
        see=SEES_SERVICE,
        add="office",
        change="office",
    ),
    *model("feedback_suggestionlevel", lambda w: w.level, see=SEES_SERVICE, add="office", change="office"),
    *read_only("feedback_suggestionaward", lambda w: w.award, see=f"{SEES_SERVICE} hr"),
    *read_only("feedback_suggestion", lambda w: w.suggestion, see=SEES_SERVICE),
    *(
        Row(f"admin:feedback_suggestion_{step}", lambda w: [w.suggestion.pk], see=ASKS)
        for step in ("review", "adopt", "decline", "implement", "reopen")
    ),
]
# The complaint is about `staff`, who reports to `manager`; `staff_other`, who reports to `manager_other`, handles it.
DECIDES_FINDINGS = "office customer_service manager manager_other"
WORKS_ON_CASES = "office customer_service staff_other manager_other"
READS_COMPLAINT = f"{DECIDES_FINDINGS} leading_group auditor staff_other"


def _case(w: Any) -> list[Any]:
    return [w.case.pk]


COMPLAINTS: list[Row] = [
    Row("feedback:complaint", _case, see=READS_COMPLAINT),
    Row("feedback:complaint_turn", lambda w: [w.plain_case.pk], see=WORKS_ON_CASES),
    Row("feedback:complaint_classify", _case, see=WORKS_ON_CASES),
    Row("feedback:complaint_finding", _case, see=DECIDES_FINDINGS),
    Row("feedback:complaint_money", _case, see=WORKS_ON_CASES),
    Row("feedback:complaint_call", lambda w: [w.solved_case.pk], see=WORKS_ON_CASES),
    Row("feedback:complaint_case", _case, see=None, post="office customer_service"),
    Row("feedback:service_error", _case, see=WORKS_ON_CASES),
    Row("feedback:decisions", see=SIGNED_IN),
    Row("feedback:complaint_calls", see=SIGNED_IN),
    Row(
        "feedback:decide_money",
        lambda w: [w.money.pk],
        see=f"{READS_COMPLAINT} finance",
        post="manager_other",
    ),
    *read_only(
        "feedback_complaint",
        lambda w: w.complaint,
        see=SEES_SURVEYS,
        see_one=f"{DECIDES_FINDINGS} leading_group auditor",
    ),
    *read_only(
        "feedback_compensation",
        lambda w: w.money,
        see=f"{SEES_SURVEYS} finance",
        see_one=f"{DECIDES_FINDINGS} leading_group auditor finance",
    ),
    Row("admin:feedback_compensation_paid", lambda w: [w.money.pk], see="finance"),
    *model(
        "feedback_approvallimit",
        lambda w: w.limit,
        see=f"{SEES_SERVICE} finance",
        add="office",
        change="office",
    ),
    *model(
        "feedback_serviceerror",
        lambda w: w.service_error,
        see=SEES_SURVEYS,
        see_one=f"{SEES_SERVICE} manager",
        add=ASKS,
        administrator="see add",
    ),
    Row("admin:feedback_serviceerror_withdraw", lambda w: [w.service_error.pk], see=ASKS),
    *model("feedback_errorclass", lambda w: w.error_class, see=SEES_SERVICE, add=ASKS, change=ASKS),
    Row("admin:feedback_complaint_figures", see=SEES_SURVEYS),
]
RATINGS: list[Row] = [
    Row("portal:home", see=SIGNED_IN),
    Row("portal:history", see=SIGNED_IN),
    Row("portal:evaluation", see=SIGNED_IN),
    Row("portal:evaluation_month", lambda w: [w.month.first_day], see=SIGNED_IN_STAFF, administrator=""),
    Row("portal:result", lambda w: [w.past.first_day], see="staff", administrator=""),
    Row("portal:appeal", lambda w: [w.past.first_day], see="staff", administrator=""),
    *model(
        "ratings_policy",
        lambda w: w.policy,
        see="office hr leading_group auditor training",
        add="office",
        change="office",
    ),
    Row("admin:ratings_policy_copy", lambda w: [w.policy.pk], see="office"),
    Row("admin:ratings_policy_activate", lambda w: [w.policy.pk], see="office"),
    *model(
        "ratings_dimension",
        lambda w: w.dimension,
        see="office hr leading_group auditor training",
        change="office",
        administrator="see change delete",
    ),
    Row("admin:ratings_team_newest", see=f"manager manager_other {COMPANY_DUTIES}"),
    Row("admin:ratings_team", lambda w: [w.past.first_day], see=f"manager manager_other {COMPANY_DUTIES}"),
    Row(
        "admin:ratings_person",
        lambda w: [w.staff.employee_no, w.past.first_day],
        see=f"manager {COMPANY_DUTIES}",
    ),
    *read_only(
        "ratings_starresult",
        lambda w: w.past_result,
        see=f"manager manager_other {COMPANY_DUTIES}",
        see_one=f"manager {COMPANY_DUTIES}",
    ),
    Row("admin:ratings_starresult_correct", lambda w: [w.past_result.pk], see="office"),
    *read_only("ratings_starcorrection", lambda w: w.correction, see=COMPANY_DUTIES),
    *read_only("ratings_appeal", lambda w: w.appeal, see=COMPANY_DUTIES),
    Row("admin:ratings_appeal_decide", lambda w: [w.appeal.pk], see="office"),
    *read_only("ratings_ratingmonth", lambda w: w.month, see=COMPANY_DUTIES),
    *(
        Row(f"admin:ratings_ratingmonth_{step}", lambda w: [w.month.pk], see="office")
        for step in ("collect", "calculate", "review", "lock")
    ),
    Row("admin:ratings_ratingmonth_publish", lambda w: [w.month.pk], see="office leading_group"),
    Row("admin:ratings_evaluate_next", see="manager manager_other office hr leading_group auditor"),
    Row(
        "admin:ratings_evaluate",
        lambda w: [w.month.first_day],
        see="manager manager_other office hr leading_group auditor",
        post="office hr leading_group auditor",
    ),
    Row("admin:ratings_progress", lambda w: [w.month.first_day], see="office hr leading_group auditor"),
    Row(
        "admin:ratings_remind",
        lambda w: [w.month.first_day],
        see=None,
        post="office manager manager_other",
    ),
]
RUNS_PROGRAMME = "office leading_group auditor"
PROGRAM = [
    Row("admin:program_month_open", lambda w: [w.month.first_day], see="office"),
    Row("program:schema", see=EVERYBODY),
    Row("program:docs", see=EVERYBODY),
    Row("program:staff-list", see=SIGNED_IN),
    Row(
        "program:staff-detail", lambda w: [w.staff.employee_no], f"staff manager {COMPANY_DUTIES}", SIGNED_IN
    ),
    Row("program:month-list", see=SIGNED_IN),
    Row("program:month-detail", lambda w: [str(w.month)], see=SIGNED_IN),
    Row("program:star-list", lambda w: [str(w.month)], see=SIGNED_IN),
    Row("program:star-detail", lambda w: [str(w.month), w.staff.employee_no], RUNS_PROGRAMME, SIGNED_IN),
    Row("program:answer-list", see=SIGNED_IN),
    Row("program:customer-spend-list", see="office customer_service"),
    Row("program:interaction-list", see="office customer_service"),
    Row("program:interaction-bulk", see="office customer_service"),
    Row("program:invitation-list", see="office customer_service"),
    Row("program:invitation-questions", lambda w: [w.invitation.pk], see="office customer_service"),
    Row("program:invitation-answer", lambda w: [w.invitation.pk], see=None, post="office customer_service"),
    Row("program:request-list", see=SIGNED_IN, post="office customer_service"),
    Row("program:request-detail", lambda w: [w.tracked.number], f"{SEES_SERVICE} staff", SIGNED_IN),
    *(
        Row(f"program:request-{verb}", lambda w: [w.tracked.number], see=None, post="office customer_service")
        for verb in ("messages", "replies", "notes", "resolve")
    ),
]
SITE = [
    Row("healthz", see=EVERYBODY),
    Row("readyz", see=EVERYBODY),
    Row("metrics", see=NOBODY),
    Row("web:language", see=None, post=EVERYBODY),
    Row("web:theme", see=None, post=EVERYBODY),
]

SEES_MONEY = "hr finance leading_group auditor"


def _of_run(w: Any) -> list[Any]:
    return [w.payout_run.pk]


def _of_scheme(w: Any) -> list[Any]:
    return [w.scheme.pk]


INCENTIVES = [
    Row("incentives:my_bonuses", see=SIGNED_IN),
    *model(
        "incentives_scheme",
        lambda w: w.scheme,
        see=f"{SEES_MONEY} office",
        add="hr finance",
        change="hr finance",
    ),
    Row("admin:incentives_scheme_copy", _of_scheme, see="hr finance"),
    Row("admin:incentives_scheme_activate", _of_scheme, see="hr finance"),
    Row("admin:incentives_scheme_retire", _of_scheme, see="hr finance"),
    *model("incentives_fund", lambda w: w.fund, see=SEES_MONEY, add="finance", change="finance"),
    Row("admin:incentives_fund_budget", lambda w: [w.fund.pk], see="finance"),
    *read_only("incentives_ledgerline", lambda w: w.ledger_line, see=SEES_MONEY),
    *model(
        "incentives_payrate", lambda w: w.pay_rate, see="hr finance", add="hr finance", change="hr finance"
    ),
    *read_only("incentives_payoutrun", lambda w: w.payout_run, see=SEES_MONEY),
    Row("admin:incentives_payoutrun_prepare", see="hr"),
    Row("admin:incentives_payoutrun_approve", _of_run, see="finance leading_group"),
    Row("admin:incentives_payoutrun_reject", _of_run, see="finance leading_group"),
    Row("admin:incentives_payoutrun_export", _of_run, see="hr finance"),
    Row("admin:incentives_payoutrun_paid", _of_run, see="finance"),
    Row("admin:incentives_payoutrun_lock", _of_run, see="finance"),
    Row(
        "admin:incentives_payoutrun_sheet",
        lambda w: [w.payout_run.pk, "xlsx"],
        see=SEES_MONEY,
    ),
]

TRAINS = "office training"
SEES_TRAINING = f"{TRAINS} leading_group auditor"
WRITES_DEVELOPMENT = f"staff manager {TRAINS}"
LEADS_DEVELOPMENT = f"manager {TRAINS}"

DEVELOPMENT = [
    Row("training:board", see=SEES_TRAINING),
    Row("training:team_board", see="manager manager_other", administrator=""),
    Row("training:development_home", see=SIGNED_IN),
    Row("training:development_team", see=SIGNED_IN),
    Row("training:development", lambda w: [w.staff.pk], see=f"staff manager {SEES_TRAINING}"),
    Row("training:development_assess", lambda w: [w.staff.pk], see=WRITES_DEVELOPMENT),
    Row("training:development_plan", lambda w: [w.staff.pk], see=WRITES_DEVELOPMENT),
    Row("training:development_rotation", lambda w: [w.staff.pk], see=WRITES_DEVELOPMENT),
    Row("training:development_action", lambda w: [w.plan.pk], see=WRITES_DEVELOPMENT),
    Row("training:development_agree", lambda w: [w.plan.pk], see=None, post=LEADS_DEVELOPMENT),
    Row("training:development_close", lambda w: [w.plan.pk], see=LEADS_DEVELOPMENT),
    Row("training:development_finish", lambda w: [w.plan_action.pk], see=None, post=WRITES_DEVELOPMENT),
    Row("training:development_decide", lambda w: [w.rotation.pk], see=None, post=LEADS_DEVELOPMENT),
    Row("training:development_report", lambda w: [w.rotation.pk], see=WRITES_DEVELOPMENT),
    Row("portal:career", lambda w: [w.staff.pk], see=f"staff manager {SEES_TRAINING}"),
    Row("portal:training_needs", see=f"manager manager_other {SEES_TRAINING}"),
    Row("portal:training_needs_enrol", see=None, post=TRAINS),
    *model("training_skill", lambda w: w.skill, see=f"hr {SEES_TRAINING}", add=TRAINS, change=TRAINS),
    *model(
        "training_careerstep",
        lambda w: w.career_step,
        see=f"hr {SEES_TRAINING}",
        add=f"hr {TRAINS}",
        change=f"hr {TRAINS}",
    ),
]


# --- sessions: `staff` gives it, `staff_other` has a place ---
def _session(w: Any) -> list[Any]:
    return [w.session.pk]


def _place(w: Any) -> list[Any]:
    return [w.session.pk, w.session_place.pk]


LEADS_SESSION = "staff training office"
SEES_SESSION = f"{SIGNED_IN_STAFF} training office leading_group auditor"
SESSIONS = [
    Row("training:sessions", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:lectures", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:session", _session, see=SEES_SESSION),
    Row("training:session_calendar", _session, see=SEES_SESSION),
    *(
        Row(f"training:session_{name}", _session, see=None, post=SIGNED_IN_STAFF, administrator="")
        for name in ("book", "leave")
    ),
    *(
        Row(f"training:session_{name}", _session, see=LEADS_SESSION)
        for name in ("screen", "screen_code", "screen_room", "attendance", "add", "by_hand")
    ),
    *(
        Row(f"training:session_{name}", _session, see=None, post=LEADS_SESSION)
        for name in ("screen_open", "screen_close")
    ),
    *(Row(f"training:session_{name}", _place, see=LEADS_SESSION) for name in ("strike", "correct")),
    Row("training:session_take_off", _place, see=None, post=LEADS_SESSION),
    Row("training:sign_in", lambda w: [f"{w.session.pk}.x"], see=SIGNED_IN_STAFF, administrator=""),
    *model(
        "training_coursesession",
        lambda w: w.session,
        see="training office leading_group auditor",
        add="training office",
        change="training office",
        delete=NOBODY,
        administrator="see add change",
    ),
    Row("admin:training_coursesession_costs", see="training office leading_group auditor"),
    Row(
        "admin:training_coursesession_costs_sheet",
        lambda w: ["csv"],
        see="training office leading_group auditor",
    ),
    Row("admin:training_coursesession_cancel", _session, see="training office"),
]


# Exams: `staff` is in the middle of one; a result is seen by whoever sees the person's training.
OWN_SITTING = {"see": "staff", "administrator": ""}
EXAMS = [
    Row("training:exams", see=SIGNED_IN_STAFF, administrator=""),
    Row("training:exam", lambda w: [w.exam.code], see=SIGNED_IN_STAFF, administrator=""),
    Row(
        "training:exam_start",
        lambda w: [w.exam.code],
        see=None,
        post=SIGNED_IN_STAFF,
        administrator="",
    ),
    Row("training:sitting", lambda w: [w.sitting.pk], **OWN_SITTING),
    Row("training:sitting_answer", lambda w: [w.sitting.pk], see=None, post="staff", administrator=""),
    Row("training:sitting_state", lambda w: [w.sitting.pk], **OWN_SITTING),
    Row("training:sitting_submit", lambda w: [w.sitting.pk], **OWN_SITTING),
    *model(
        "training_exam",
        lambda w: w.unused_exam,
        see=SEES_TRAINING,
        add=TRAINS,
        change=TRAINS,
    ),
    *model(
        "training_attempt",
        lambda w: w.sat,
        see=f"manager manager_other {SEES_TRAINING}",
        see_one=f"manager {SEES_TRAINING}",
        administrator="see",
    ),
    Row("admin:training_attempt_void", lambda w: [w.sat.pk], see=TRAINS),
    Row("training:exam_result", lambda w: [w.sat.pk], see=f"staff manager {SEES_TRAINING}"),
]

TABLE = [
    *ACCOUNTS,
    *PEOPLE,
    *TRAINING,
    *SESSIONS,
    *DEVELOPMENT,
    *QUESTION_BANK,
    *EXAMS,
    *SERVICE,
    *DESK,
    *FEEDBACK,
    *IDEAS,
    *COMPLAINTS,
    *RATINGS,
    *INCENTIVES,
    *PROGRAM,
    *SITE,
]
