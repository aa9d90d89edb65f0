"""English: 24 hours, as on the pages of sessions; Django's “11 a.m.” before a full stop ends in two."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "N j, Y, H:i"
SHORT_DATETIME_FORMAT = "m/d/Y H:i"
