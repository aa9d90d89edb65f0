"""The demo company's standards manuals: published, followed by a second version, and acknowledged by most."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from people.models import Position, User
from training.models import Acknowledgement, Manual, ManualVersion
from training.queries.manuals import duties
from training.services.manual_editing import save_standard, save_words
from training.services.manuals import begin_version, publish_version, send_to_review

# Who reads which manual, by position; the restaurant's stays a draft to try reviewing with.
READERS = {
    "front-desk": ("consultant", "leader"),
    "complaints": ("agent", "consultant", "technician", "leader"),
}
FIRST, SECOND = timedelta(days=40), timedelta(days=6)
CHANGES = {
    "en": "We now call back after two days instead of three, and ask how satisfied the customer is.",
    "zh-hans": "回访时限由三天缩短为两天，并询问客户的满意度。",
    "zh-hant": "回訪時限由三天縮短為兩天，並詢問顧客的滿意度。",
}
BEHAVIOUR = {
    "en": "Call within two days after the solution: does it work, is the money there, is anything left, how satisfied is the "
    "customer? Close the complaint only when the customer agrees; else open it again.",
    "zh-hans": "处理后两天内回访：问题是否解决、款项是否到账、还有没有遗留、是否满意。客户认可后才能办结，否则重新开启。",
    "zh-hant": "處理後兩天內回訪：問題是否解決、款項是否入帳、還有沒有遺留、是否滿意。顧客認可後才能結案，否則重新開啟。",
}


def publish_manuals(*, rng: random.Random, now: datetime) -> None:
    """Publish the shipped drafts that have readers, then a second version of one; most readers acknowledge them."""
    writer, reviewer = User.objects.get(username="trainer"), User.objects.get(username="office")
    for code, positions in READERS.items():
        manual = Manual.objects.get(code=code)
        manual.positions.set(Position.objects.filter(code__in=positions))
        _publish(manual.versions.get(number=1), writer, reviewer, now - FIRST)
    _acknowledge(rng, now - FIRST, share=0.95)
    second = begin_version(manual=Manual.objects.get(code="complaints"), by=writer, at=now - SECOND)
    _change(second, writer, now - SECOND)
    _publish(second, writer, reviewer, now - SECOND)
    _acknowledge(rng, now - SECOND, share=0.6)


def _publish(draft: ManualVersion, writer: User, reviewer: User, at: datetime) -> None:
    send_to_review(version=draft, by=writer, at=at)
    publish_version(version=draft, by=reviewer, at=at)


def _change(draft: ManualVersion, writer: User, at: datetime) -> None:
    save_words(version=draft, changes=CHANGES, by=writer, at=at)
    standard = draft.standards.get(code="verify-solved")
    indicators = list(standard.indicators.values("name", "comparison", "target", "unit"))
    indicators[0]["target"] = Decimal(2)
    save_standard(
        version=draft,
        fields={"behaviour": BEHAVIOUR},
        indicators=indicators,
        by=writer,
        at=at,
        replaces="verify-solved",
    )


def _acknowledge(rng: random.Random, published: datetime, share: float) -> None:
    """Most do; the demo's member of staff has read the first version and not yet the second."""
    demo = User.objects.get(username="staff").pk
    rows = []
    for one in duties(published.date(), unread_only=True):
        does = rng.random() < share if one.user_id != demo else share > 0.9
        opened = published + timedelta(minutes=rng.randint(60, 7000))
        read = opened + timedelta(minutes=rng.randint(8, 40))
        if does:
            rows.append(
                Acknowledgement(
                    version_id=one.version_id, staff_id=one.staff_id, opened_at=opened, acknowledged_at=read
                )
            )
    Acknowledgement.objects.bulk_create(rows)
