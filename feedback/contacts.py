"""E-mail addresses and phone numbers in one writing, so that one customer is found again."""

import re
import unicodedata

CHINESE_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1[3-9]\d{9})")
FEWEST_DIGITS = 5


def plain_email(typed: str) -> str:
    """Return an e-mail address without blanks and in lower case."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def plain_phone(typed: str) -> str:
    """Return a number's digits, with + before a country code; mobile numbers of China without theirs.

    Empty where there are too few digits to be a number.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) < FEWEST_DIGITS:
        return ""
    sign = "+" if text.startswith("+") else ""
    mobile = CHINESE_MOBILE.fullmatch(sign + digits)
    if mobile:
        return mobile[1]
    return f"+{digits[2:]}" if digits.startswith("00") else sign + digits


def phone_key(typed: str) -> str:
    """Return the digits by which differently written numbers are the same, as the database keeps them."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(00)?86(?=1[0-9]{10}$)", "", digits)
