"""What staff are told about their ideas and praise, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from people.notices import says

Facts = Mapping[str, Any]


@says("idea-adopted")
def idea_adopted(facts: Facts) -> str:
    return _("Your idea %(number)s “%(title)s” was adopted.") % facts


@says("idea-declined")
def idea_declined(facts: Facts) -> str:
    return _("Your idea %(number)s “%(title)s” was answered.") % facts


@says("idea-implemented")
def idea_implemented(facts: Facts) -> str:
    return _("Your idea %(number)s “%(title)s” was carried out.") % facts


@says("praised")
def praised(facts: Facts) -> str:
    return _("Somebody praised you. Thank you!")
