"""What became of an e-mail file, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHY_NOT = {
    "bounce": gettext_lazy("a letter that came back"),
    "auto_reply": gettext_lazy("an automatic answer"),
    "bulk": gettext_lazy("mail to many"),
    "own": gettext_lazy("a letter of ours"),
}


def outcome_words(outcome: str, number: str = "", detail: str = "") -> str:
    """Return a sentence for an outcome of feedback/services/email_import.py."""
    texts = {
        "new": _("New request %(number)s."),
        "added": _("Added to %(number)s."),
        "known": _("Was taken in before, as %(number)s."),
        "automatic": _("Not taken in: %(why)s."),
    }
    return texts.get(outcome, "%(detail)s") % {
        "number": number,
        "detail": detail,
        "why": str(WHY_NOT.get(detail, detail)),
    }
