"""Wording for frequent situations, in three parts: empathy, answer, and what is promised next."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from starservice.web.localized import LocalizedTextField


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Wording(models.Model):
    """A template to answer with; staff find it by its shortcut or a word and change it before it is sent."""

    shortcut = models.SlugField(_("shortcut"), max_length=40, unique=True, allow_unicode=True)
    situation = LocalizedTextField(_("situation"))
    empathy = LocalizedTextField(_("empathy"), blank=True)
    answer = LocalizedTextField(_("answer"))
    follow_up = LocalizedTextField(_("what happens next"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("wording template"), _("wording templates")
        ordering = ["shortcut"]

    def __str__(self) -> str:
        return str(self.situation) or self.shortcut
