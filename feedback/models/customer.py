"""Customers and the channels they come through."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from starservice.web.localized import LocalizedTextField


class Channel(models.Model):
    """A way customers reach the company: phone, chat, shop, WeChat…"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("channel"), _("channels")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class PhoneKey(models.Func):
    """A telephone number's digits without China's country code, so that differently written ones are the same."""

    function = "regexp_replace"
    template = (
        "regexp_replace(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'), '^(00)?86(?=1[0-9]{10}$)', '')"
    )
    output_field = models.CharField(max_length=40)


class Customer(models.Model):
    """Somebody who is served."""

    external_id = models.CharField(_("customer number"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    no_surveys_since = models.DateTimeField(_("wants no surveys since"), null=True, blank=True)
    customer_since = models.DateField(
        _("customer since"), null=True, blank=True, help_text=_("Empty: since we know of them.")
    )
    phone_key = models.GeneratedField(
        expression=PhoneKey("phone"), output_field=models.CharField(max_length=40), db_persist=True
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("customer"), _("customers")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["name"], name="customer_name_start", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phone"], name="customer_phone", condition=~Q(phone="")),
            models.Index(fields=["email"], name="customer_email", condition=~Q(email="")),
            models.Index(fields=["phone_key"], name="customer_phone_key", condition=~Q(phone="")),
            models.Index(Lower("email"), name="customer_email_any_case", condition=~Q(email="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="customer_external_id_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.external_id or self.phone or self.email or f"#{self.pk}"
