"""How one file is to be read: the mapping met with the headings the file really has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.mappings import Options, doubled_headings, missing_fields, missing_headings, positions
from feedback.models import ImportMapping
from feedback.queries.mappings import fitting_mappings
from feedback.readings import Reader
from feedback.reasons import FIELD_LABELS
from feedback.services.interaction_import.errors import ImportRefusedError
from starservice.sheets import cell_text


@dataclass(frozen=True)
class Plan:
    """The mapping, its options, and the reader of rows they make."""

    mapping: ImportMapping
    options: Options
    reader: Reader

    @property
    def source(self) -> str:
        return self.options.source

    def has(self, field: str) -> bool:
        """Whether the file carries a field; what it does not carry is never overwritten."""
        return field in self.mapping.columns


def choose_mapping(*, headings: Sequence[str], name: str | None = None) -> ImportMapping:
    """Return the mapping of that name, else the only one that fits the headings; raises ImportRefusedError."""
    if name:
        mapping = ImportMapping.objects.filter(name=name).first()
        if mapping is None:
            raise ImportRefusedError(
                _("There is no mapping “%(name)s”; there are: %(names)s.")
                % {"name": name, "names": _names(ImportMapping.objects.all())}
            )
        return mapping
    fitting = fitting_mappings(headings)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ImportRefusedError(
            _("More than one mapping fits this file: %(names)s. Choose one.") % {"names": _names(fitting)}
        )
    raise ImportRefusedError(
        _("No saved mapping fits the headings of this file: %(headings)s.")
        % {"headings": ", ".join(headings)}
    )


def make_plan(*, mapping: ImportMapping, headings: Sequence[str], at: datetime) -> Plan:
    """Return the plan for a file with these headings; raises ImportRefusedError naming the headings in question."""
    _check(mapping, headings)
    options = Options.from_json(mapping.options)
    reader = Reader(
        places=positions(mapping.columns, headings),
        options=options,
        zone=_zone(options.time_zone or settings.TIME_ZONE),
        now=at,
        text_of=cell_text,
    )
    return Plan(mapping, options, reader)


def _check(mapping: ImportMapping, headings: Sequence[str]) -> None:
    if missing := missing_fields(mapping.columns):
        labels = ", ".join(str(FIELD_LABELS[field]) for field in missing)
        raise ImportRefusedError(_("The mapping names no column for: %(fields)s.") % {"fields": labels})
    if missing := missing_headings(mapping.columns, headings):
        raise ImportRefusedError(
            _("The mapping “%(mapping)s” expects columns the file does not have: %(headings)s.")
            % {"mapping": mapping.title, "headings": ", ".join(missing)}
        )
    if doubled := doubled_headings(mapping.columns, headings):
        raise ImportRefusedError(
            _("These headings stand in the file more than once: %(headings)s.")
            % {"headings": ", ".join(doubled)}
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImportRefusedError(_("There is no time zone “%(name)s”.") % {"name": name}) from error


def _names(mappings: Iterable[ImportMapping]) -> str:
    return ", ".join(mapping.name for mapping in mappings)
