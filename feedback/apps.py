from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Customers")

    def ready(self) -> None:
        # The words of what staff are told.
        import_module("feedback.notices")
        import_module("feedback.calendar_notices")
        import_module("feedback.survey_notices")
        import_module("feedback.complaint_notices")
        import_module("feedback.idea_notices")
        user_logged_in.connect(
            import_module("feedback.middleware").note_sign_in, dispatch_uid="feedback-staff-networks"
        )
