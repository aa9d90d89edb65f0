"""The portal's pages about training."""

from django.urls import path

from training.views import certificates, lecturing, sessions, sign_in, sign_in_screen

app_name = "training"
urlpatterns = [path("my/certificates/", certificates.my_certificates, name="my_certificates")]

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
