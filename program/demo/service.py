"""The demo company's calls, chats and visits, and what customers say of them."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from feedback.models import Channel, Customer, EvidenceEvent, Interaction
from people.models import Assignment, User
from program.demo import words
from program.demo.people import Person
from program.demo.surveys import Period, make_surveys
from starservice.lib.months import last_of, next_month

SOURCE = "demo"
CHANNELS = {
    "hotline-a": ("phone",),
    "hotline-b": ("phone",),
    "online": ("chat", "wechat", "email"),
    "shop-east": ("shop",),
    "shop-west": ("shop",),
    "repair": ("phone", "web"),
    "business": ("email", "phone"),
}
CHANNEL_NAMES = {
    "phone": "电话",
    "chat": "在线",
    "wechat": "微信",
    "email": "邮件",
    "shop": "门店",
    "web": "网站",
}
CALLS_A_MONTH = {"business": 22}


def make_service(*, rng: random.Random, people: list[Person], period: Period) -> None:
    """Create customers, interactions, surveys and evidence events of the period."""
    customers = Customer.objects.bulk_create(_customers(rng))
    calls = list(_calls(rng, people, _assignments(), customers, period))
    Interaction.objects.bulk_create(calls, batch_size=4000)
    quality = {person.staff.pk: person.quality for person in people}
    make_surveys(rng=rng, calls=calls, quality=quality, period=period)
    EvidenceEvent.objects.bulk_create(_events(rng, people, period))


def _customers(rng: random.Random) -> list[Customer]:
    made = []
    for number in range(1200):
        chinese = rng.random() < 0.8
        name = (
            rng.choice(words.CUSTOMER_FAMILY_NAMES) + rng.choice(words.CUSTOMER_GIVEN_NAMES)
            if chinese
            else rng.choice(words.CUSTOMER_ENGLISH)
        )
        made.append(
            Customer(
                external_id=f"K{number:05}",
                name=name,
                phone=f"139-0000-{number:04}",
                language=rng.choice(("zh-hans", "zh-hans", "zh-hant")) if chinese else "en",
            )
        )
    return made


def _assignments() -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    for line in Assignment.objects.order_by("staff", "starts_on"):
        found.setdefault(line.staff_id, []).append(line)
    return found


def _months(period: Period) -> Iterator[tuple[date, date]]:
    first = period.first
    while first <= period.last:
        yield first, min(last_of(first), period.last)
        first = next_month(first)


def _calls(
    rng: random.Random,
    people: list[Person],
    assignments: dict[int, list[Assignment]],
    customers: list[Customer],
    period: Period,
) -> Iterator[Interaction]:
    channels = _channels()
    number = 0
    for place, (first, last) in enumerate(_months(period)):
        for person in people:
            days = _days_worked(person, first, last)
            full = CALLS_A_MONTH.get(person.team, 60)
            for _call in range(round(rng.gauss(full, full / 8) * len(days) / 26)) if days else ():
                number += 1
                day = rng.choice(days)
                line = next(
                    one for one in assignments[person.staff.pk] if not one.ends_on or one.ends_on >= day
                )
                channel = channels[rng.choice(CHANNELS[person.team])]
                yield _call_of(rng, number, person, line, channel, rng.choice(customers), day, place)


def _channels() -> dict[str, Channel]:
    for code, name in CHANNEL_NAMES.items():
        Channel.objects.get_or_create(code=code, defaults={"name": {"en": code.title(), "zh-hans": name}})
    return {channel.code: channel for channel in Channel.objects.all()}


def _days_worked(person: Person, first: date, last: date) -> list[date]:
    if not person.serves:
        return []
    span = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(span))
    closed = () if person.team.startswith("shop") else (6,)
    hired, left = person.staff.hired_on, person.staff.left_on or last
    return [day for day in days if hired <= day <= left and day.weekday() not in closed]


def _call_of(
    rng: random.Random,
    number: int,
    person: Person,
    line: Assignment,
    channel: Channel,
    customer: Customer,
    day: date,
    place: int,
) -> Interaction:
    answered = rng.random() < 0.86 + 0.01 * place
    seconds = rng.randint(8 * 3600, 20 * 3600 - 1)
    moment = datetime.combine(day, time(), timezone.get_default_timezone()) + timedelta(seconds=seconds)
    return Interaction(
        source=SOURCE,
        external_id=f"D{number:06}",
        staff=person.staff,
        department_id=line.department_id,
        channel=channel,
        customer=customer,
        topic=rng.choice(words.TOPICS),
        occurred_at=moment.astimezone(UTC),
        served_on=day,
        answered=answered,
        resolved=answered and rng.random() < 0.82 + 0.1 * person.quality,
        response_seconds=max(2, round(rng.gauss(62 - 4 * place, 20))) if answered else None,
        talk_seconds=max(15, round(rng.gauss(230, 90))) if answered else None,
    )


def _events(rng: random.Random, people: list[Person], period: Period) -> Iterator[EvidenceEvent]:
    office = User.objects.get(username="office")
    kinds = (
        (EvidenceEvent.Kind.COMMENDATION, words.PRAISE, 8),
        (EvidenceEvent.Kind.COMPLAINT, words.COMPLAINTS, 4),
        (EvidenceEvent.Kind.SERVICE_ERROR, words.ERRORS, 3),
    )
    for first, last in _months(period):
        for kind, notes, count in kinds:
            for number in range(count):
                person = rng.choice(people)
                days = _days_worked(person, first, last)
                if days:
                    yield EvidenceEvent(
                        staff=person.staff,
                        kind=kind,
                        happened_on=rng.choice(days),
                        reference=f"{first:%y%m}-{kind[:2].upper()}{number + 1:02}",
                        note=rng.choice(notes),
                        recorded_by=office,
                    )
