from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training and certification")

    def ready(self) -> None:
        # The words of what people are told.
        import_module("training.notices")
        import_module("training.development_notices")
        import_module("training.certificate_notices")
        import_module("training.exam_notices")
        import_module("training.session_notices")
