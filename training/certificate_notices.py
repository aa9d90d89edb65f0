"""What people are told about certificates, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.notices import says

Facts = Mapping[str, Any]


def _filled(text: str, facts: Facts) -> str:
    days = {name: _day(facts.get(name)) for name in ("from", "until")}
    return text % {"number": "", "name": "", "days": 0, **facts, **days}


def _day(value: Any) -> str:
    day = parse_date(str(value or ""))
    return date_format(day, "DATE_FORMAT") if day else ""


@says("certificate_issued")
def certificate_issued(facts: Facts) -> str:
    return _filled(_("Your certificate %(number)s is issued, valid from %(from)s"), facts)


@says("certificate_expires")
def certificate_expires(facts: Facts) -> str:
    text = ngettext(
        "Your certificate %(number)s expires on %(until)s, in %(days)s day: renew it now and no time is lost",
        "Your certificate %(number)s expires on %(until)s, in %(days)s days: renew it now and no time is lost",
        int(facts.get("days") or 0),
    )
    return _filled(text, facts)


@says("certificate_expires_of")
def certificate_expires_of(facts: Facts) -> str:
    text = ngettext(
        "The certificate of %(name)s expires on %(until)s, in %(days)s day",
        "The certificate of %(name)s expires on %(until)s, in %(days)s days",
        int(facts.get("days") or 0),
    )
    return _filled(text, facts)


@says("certificate_suspended")
def certificate_suspended(facts: Facts) -> str:
    return _filled(_("Your certificate %(number)s is suspended from %(from)s"), facts)


@says("certificate_lifted")
def certificate_lifted(facts: Facts) -> str:
    return _filled(_("The suspension of your certificate %(number)s is lifted"), facts)


@says("certificate_revoked")
def certificate_revoked(facts: Facts) -> str:
    return _filled(_("Your certificate %(number)s is revoked from %(from)s"), facts)
