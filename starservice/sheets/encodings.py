"""Which encoding a text file is in: a guess with its preview, because a wrong guess decodes silently."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

SAMPLE_BYTES = 64 * 1024
PREVIEW_CHARACTERS = 400
ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "big5")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The most frequent characters of modern Chinese, and of the files we read, in both scripts.
FREQUENT = frozenset(
    "的一是不了在人有我他这这個个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看"
    "起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次"
    "使身者被高已亲其进此话常与活正感見这為們來時說國著裡後會過對學麼發當沒還樣種開總從無現動經長兒愛給間兩親進話與電话電號码碼"
    "日期时间時間客服电话服务服務满意滿意评分評分评价評價员工員工号號姓名部门部門投诉投訴咨询諮詢问题問題解决解決是否已未通话通話时长時長"
    "张王李赵刘陈杨黄周吴徐孙马朱胡林何郭高張趙劉陳楊黃吳孫馬"
)


@dataclass(frozen=True)
class Guess:
    """An encoding the sample can be read in, how likely it is (0–1), and what the text would look like."""

    encoding: str
    confidence: float
    preview: str


def guess_encodings(sample: bytes) -> list[Guess]:
    """Return the encodings that can read the sample, the likeliest first; empty when none can."""
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            text = _decoded(sample, encoding)
            return [] if text is None else [_guess(encoding, 1.0, text)]
    if b"\0" in sample:
        return _utf16_without_bom(sample)
    guesses = []
    for encoding, likelihood in LIKELIHOODS.items():
        text = _decoded(sample, encoding)
        if text is not None:
            guesses.append(_guess(encoding, likelihood(text), text))
    return sorted(guesses, key=lambda guess: -guess.confidence)


def read_sample(file: BinaryIO) -> bytes:
    """Return the head of the file and, where that is plain ASCII, the first lines that are not; rewinds the file."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    if sample.isascii() and b"\0" not in sample:
        for line in file:
            if not line.isascii():
                sample += line + file.read(SAMPLE_BYTES)
                break
    file.seek(0)
    return sample


def _utf16_without_bom(sample: bytes) -> list[Guess]:
    """UTF-16 without a mark: line ends, digits and commas have their zero bytes all on one side."""
    encoding = "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    text = _decoded(sample, encoding)
    if text is None or any(ord(character) < ord(" ") and character not in "\t\r\n" for character in text):
        return []
    return [_guess(encoding, 0.9, text)]


def _decoded(sample: bytes, encoding: str) -> str | None:
    """The sample's text, a character cut off at its end forgiven; None where it is not of this encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
    except UnicodeDecodeError:
        return None
    return text.removeprefix("\ufeff")


def _guess(encoding: str, confidence: float, text: str) -> Guess:
    return Guess(encoding, round(confidence, 2), text[:PREVIEW_CHARACTERS])


def _utf8_likelihood(text: str) -> float:
    # Other encodings' bytes practically never form valid UTF-8.
    return 0.99


def _mean(text: str, worth: Callable[[str], float]) -> float:
    foreign = [character for character in text if not character.isascii()]
    if not foreign:
        return 0.5
    return 0.95 * sum(map(worth, foreign)) / len(foreign)


def _gb_worth(character: str) -> float:
    """1 for a frequent character, about half for the 3 755 common ones of GB 2312, less for the rare rest."""
    if character in FREQUENT:
        return 1.0
    code = character.encode("gb18030")
    if len(code) != 2 or code[1] < 0xA1:
        return 0.0
    return 0.6 if 0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3) else 0.1


def _big5_worth(character: str) -> float:
    """1 for a frequent character, about half for the 5 401 common ones of Big5, less for the rare rest."""
    if character in FREQUENT:
        return 1.0
    lead = character.encode("big5")[0]
    return 0.6 if 0xA4 <= lead <= 0xC6 or lead == 0xA1 else 0.1


LIKELIHOODS: dict[str, Callable[[str], float]] = {
    "utf-8-sig": _utf8_likelihood,
    "gb18030": lambda text: _mean(text, _gb_worth),
    "big5": lambda text: _mean(text, _big5_worth),
}
