"""Cases from practice: what happened, why, and what was changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from starservice.web.localized import LocalizedTextField
from training.models.trail import tracked


@tracked()
class ServiceCase(models.Model):
    """A case review: root cause, gap to the standard and measure; names no customer. The complaint points to its case."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    standard_code = models.SlugField(
        _("code of the standard"), max_length=40, blank=True, help_text=_("The standard it fell short of.")
    )
    happened = LocalizedTextField(_("what happened"))
    root_cause = LocalizedTextField(_("root cause"), blank=True)
    gap = LocalizedTextField(_("gap to the standard"), blank=True)
    measure = LocalizedTextField(_("measure"), blank=True)
    lesson = LocalizedTextField(_("what we learn"), blank=True)
    wordings = models.ManyToManyField(
        "training.Wording", blank=True, related_name="cases", verbose_name=_("wording that helps")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("service case"), _("service cases")
        ordering = ["-published_at", "code"]

    def __str__(self) -> str:
        return str(self.title) or self.code
