"""The portal's pages about training."""

from django.urls import path

from training.views import (
    assessing,
    boards,
    cases,
    certificates,
    courses,
    development,
    exam_results,
    exams,
    learning,
    lecturing,
    service_standards,
    sessions,
    sign_in,
    sign_in_screen,
    sitting,
    standards,
    verifying,
)

app_name = "training"
urlpatterns = [
    path("my/certificates/", certificates.my_certificates, name="my_certificates"),
    path(
        "my/certificates/<int:pk>/certificate.pdf", certificates.certificate_paper, name="certificate_paper"
    ),
    path("my/certificates/<int:pk>/link/", certificates.certificate_link, name="certificate_link"),
    path("my/certificates/<int:pk>/renew/", certificates.certificate_renew, name="certificate_renew"),
    path("verify/<str:token>/", verifying.verify, name="verify"),
]

# The boards of trainers and managers, and development.
urlpatterns += [
    path("training/", boards.board, name="board"),
    path("team/training/", boards.team_board, name="team_board"),
    path("development/", development.home, name="development_home"),
    path("development/team/", development.team, name="development_team"),
    path("development/staff/<int:pk>/", development.person, name="development"),
    path("development/staff/<int:pk>/assess/", development.assess, name="development_assess"),
    path("development/staff/<int:pk>/plan/", development.plan, name="development_plan"),
    path("development/staff/<int:pk>/rotation/", development.rotation, name="development_rotation"),
    path("development/plans/<int:pk>/action/", development.action, name="development_action"),
    path("development/plans/<int:pk>/agree/", development.agree, name="development_agree"),
    path("development/plans/<int:pk>/close/", development.close, name="development_close"),
    path("development/actions/<int:pk>/", development.finish, name="development_finish"),
    path("development/rotations/<int:pk>/decide/", development.decide, name="development_decide"),
    path("development/rotations/<int:pk>/report/", development.report, name="development_report"),
]

# Assessors.
urlpatterns += [
    path("assess/", assessing.queue, name="assess_queue"),
    path("assess/simulation/", assessing.hold, name="assess_hold"),
    path("assess/<int:pk>/", assessing.mark, name="assess"),
]

# The standards manual.
urlpatterns += [
    path("standards/", standards.manuals, name="standards"),
    path("standards/<slug:code>/", standards.manual, name="standards_manual"),
    path("standards/<slug:code>/open/", standards.open_manual, name="standards_open"),
    path("standards/<slug:code>/acknowledge/", standards.acknowledge, name="standards_acknowledge"),
    path("standards/<slug:code>/changes/", standards.changes, name="standards_changes"),
    path("standards/<slug:code>/<int:number>/", standards.manual_version, name="standards_version"),
    path("service-standards/", service_standards.service_standards, name="service_standards"),
    path("service-standards/<slug:code>/", service_standards.service_standard, name="service_standard"),
]

# --- sessions ---
urlpatterns += [
    path("learn/sessions/", sessions.sessions_page, name="sessions"),
    path("learn/sessions/given/", lecturing.lectures, name="lectures"),
    path("learn/sessions/<int:pk>/", sessions.session, name="session"),
    path("learn/sessions/<int:pk>/book/", sessions.book, name="session_book"),
    path("learn/sessions/<int:pk>/leave/", sessions.leave, name="session_leave"),
    path("learn/sessions/<int:pk>/session.ics", sessions.calendar_file, name="session_calendar"),
    path("learn/sessions/<int:pk>/screen/", sign_in_screen.screen, name="session_screen"),
    path("learn/sessions/<int:pk>/screen/code/", sign_in_screen.screen_code, name="session_screen_code"),
    path("learn/sessions/<int:pk>/screen/room/", sign_in_screen.screen_room, name="session_screen_room"),
    path("learn/sessions/<int:pk>/screen/open/", sign_in_screen.open_screen, name="session_screen_open"),
    path("learn/sessions/<int:pk>/screen/close/", sign_in_screen.close_screen, name="session_screen_close"),
    path("learn/sessions/<int:pk>/attendance/", lecturing.attendance, name="session_attendance"),
    path("learn/sessions/<int:pk>/add/", lecturing.add, name="session_add"),
    path("learn/sessions/<int:pk>/by-hand/", lecturing.by_hand, name="session_by_hand"),
    path("learn/sessions/<int:pk>/places/<int:place>/strike/", lecturing.strike_out, name="session_strike"),
    path("learn/sessions/<int:pk>/places/<int:place>/correct/", lecturing.correct, name="session_correct"),
    path("learn/sessions/<int:pk>/places/<int:place>/off/", lecturing.take_off, name="session_take_off"),
    path("in/<str:code>/", sign_in.sign_in, name="sign_in"),
]

# Exams.
urlpatterns += [
    path("exams/", exams.exam_list, name="exams"),
    path("exams/<slug:code>/", exams.exam, name="exam"),
    path("exams/<slug:code>/start/", exams.exam_start, name="exam_start"),
    path("exams/attempts/<int:pk>/", sitting.sitting, name="sitting"),
    path("exams/attempts/<int:pk>/answer/", sitting.sitting_answer, name="sitting_answer"),
    path("exams/attempts/<int:pk>/state/", sitting.sitting_state, name="sitting_state"),
    path("exams/attempts/<int:pk>/submit/", sitting.sitting_submit, name="sitting_submit"),
    path("exams/attempts/<int:pk>/result/", exam_results.exam_result, name="exam_result"),
]

# --- courses ---
urlpatterns += [
    path("learn/courses/", courses.course_list, name="courses"),
    path("learn/courses/<slug:code>/", courses.course, name="course"),
    path("learn/courses/<slug:code>/begin/", courses.begin, name="course_begin"),
    path("learn/courses/<slug:code>/units/<int:pk>/", courses.unit, name="unit"),
    path("learn/courses/<slug:code>/units/<int:pk>/read/", courses.unit_read, name="unit_read"),
    path("learn/courses/<slug:code>/units/<int:pk>/progress/", courses.unit_progress, name="unit_progress"),
    path("learn/units/<int:pk>/file/", courses.unit_file, name="unit_file"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<slug:code>/", cases.case, name="case"),
    path("wording/", cases.wording_list, name="wordings"),
]

# The learning home and paths.
urlpatterns += [
    path("learn/", learning.learn, name="learn"),
    path("learn/paths/<int:pk>/", learning.learn_path, name="learn_path"),
    path("learn/mentees/", learning.mentees, name="mentees"),
]
