"""The demo company learns: a newcomer on the path, sessions held and coming, exams sat, manuals read."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from people.models import Staff, User
from program.demo.months import moment
from program.demo.names import NEWCOMER, TEAMS, TRAINER
from program.demo.people import Person
from training.marking import earned
from training.models import (
    Attempt,
    AttemptQuestion,
    Certificate,
    CertificateKind,
    Course,
    CourseSession,
    CourseUnit,
    Exam,
    LearningPath,
    Question,
)
from training.services.assessing import begin_simulation
from training.services.drawing_papers import drawn_paper
from training.services.learning import begin_course, complete_course
from training.services.outcomes import grade_many
from training.services.paths import assign_path
from training.services.sessions import (
    book,
    confirm_attendance,
    open_sign_in,
    plan,
    presence_by_sign_in,
    sign_in_by_hand,
)
from training.shipped.media import SAMPLE_SECONDS, sample_video

HELD, COMING = "simulation-angry-customer", ("simulation-first-contact", "simulation-technical")
ROOM = "Training room 2 培训室二"
DONE_BY_NEWCOMER = ("etiquette-talk", "product-core")
SAT_DAYS_AGO, UNCERTIFIED = 80, "章明"
FILM = {"en": "Five stars in twenty seconds", "zh-hans": "二十秒看五颗星", "zh-hant": "二十秒看五顆星"}


def learn(*, rng: random.Random, people: list[Person], now: datetime) -> None:
    """Let the company learn up to now."""
    by_name = {person.staff.name: person.staff for person in people}
    trainer = by_name[TRAINER].user
    _certify(now)
    _film()
    _onboard(by_name, trainer, now)
    _hold(by_name, trainer, now)
    _plan(by_name, trainer, now)
    sit_exams(rng=rng, people=people, now=now)
    _simulate(by_name, now)


def _simulate(by_name: dict[str, Staff], now: datetime) -> None:
    """A simulation of yesterday that the trainer has still to mark."""
    trainer = by_name[TRAINER]
    if trainer.user is None:
        return
    begin_simulation(
        exam=Exam.objects.get(code="onboarding-simulation"),
        candidate=by_name[UNCERTIFIED],
        assessor=trainer,
        by=trainer.user,
        at=now - timedelta(days=1),
    )


def _certify(now: datetime) -> None:
    """The certificates from before are of the kind that opens the rating; they were issued by hand."""
    kind = CertificateKind.objects.get(code="service")
    Certificate.objects.filter(kind=None).update(kind=kind, issued_at=now - timedelta(days=200))


def _film() -> None:
    """Put a short video at the end of the first course on etiquette."""
    course = Course.objects.get(code=DONE_BY_NEWCOMER[0])
    unit = CourseUnit(
        course=course, kind=CourseUnit.Kind.VIDEO, order=90, title=FILM, minutes=1, seconds=SAMPLE_SECONDS
    )
    unit.file.save("stars.webm", sample_video(), save=False)
    unit.save()


def _onboard(by_name: dict[str, Staff], trainer: User | None, now: datetime) -> None:
    newcomer, mentor = by_name[NEWCOMER], by_name[TEAMS["hotline-a"][1]]
    begun = moment(newcomer.hired_on, 9)
    assign_path(
        path=LearningPath.objects.get(code="set-sail"),
        staff=newcomer,
        cause="new_hire",
        key=f"hire:{newcomer.hired_on}",
        at=begun,
        mentor=mentor,
        by=trainer,
    )
    for days, code in enumerate(DONE_BY_NEWCOMER, 2):
        course = Course.objects.get(code=code)
        enrolment = begin_course(staff=newcomer, course=course, at=begun)
        complete_course(enrolment=enrolment, at=begun + timedelta(days=days), minutes=course.minutes)


def _hold(by_name: dict[str, Staff], trainer: User | None, now: datetime) -> None:
    """A simulation of last month: one came late, one not at all."""
    starts = moment((now - timedelta(days=25)).date(), 9)
    before = starts - timedelta(days=20)
    session = plan(
        course=Course.objects.get(code=HELD),
        starts_at=starts,
        ends_at=starts + timedelta(hours=4),
        place=ROOM,
        seats=8,
        lecturer=by_name[TEAMS["hotline-a"][0]],
        cost=Decimal(1200),
        by=trainer,
        at=before,
    )
    came = [by_name[name] for name in TEAMS["hotline-a"][1:7]]
    for staff in came:
        book(session=session, staff=staff, at=before, by=trainer)
    open_sign_in(session=session, by=trainer, at=starts - timedelta(minutes=15))
    for number, staff in enumerate(came[:-1]):
        at = starts + timedelta(minutes=20 if number == 3 else number - 10)
        sign_in_by_hand(session=session, staff=staff, note="", by=trainer, at=at)
    session = CourseSession.objects.get(pk=session.pk)
    presences = {place.staff_id: presence_by_sign_in(session, place) for place in session.places.all()}
    confirm_attendance(session=session, presences=presences, by=trainer, at=session.ends_at)


def _plan(by_name: dict[str, Staff], trainer: User | None, now: datetime) -> None:
    """Two sessions to come; the first is full, with somebody waiting."""
    for number, code in enumerate(COMING):
        day = (now + timedelta(days=4 + 7 * number)).date()
        starts = datetime.combine(day, time(14), timezone.get_default_timezone())
        session = plan(
            course=Course.objects.get(code=code),
            starts_at=starts,
            ends_at=starts + timedelta(hours=4),
            place=ROOM,
            seats=4 if number == 0 else 12,
            lecturer=by_name[TEAMS["hotline-a"][0]],
            cost=Decimal(800),
            by=trainer,
            at=now,
        )
        for name in (NEWCOMER, *TEAMS["hotline-b"][1:5])[: 5 - 2 * number]:
            book(session=session, staff=by_name[name], at=now, by=trainer)


def sit_exams(*, rng: random.Random, people: Sequence[Person], now: datetime) -> None:
    """Everybody who serves sat the theory once in the last months; who failed sat it again two days later."""
    exam = Exam.objects.get(code="onboarding-theory")
    sitters = [person for person in people if person.serves and _was_here(person.staff, now)]
    first = [
        _sat(exam, person.staff, 1, now - timedelta(days=rng.randint(12, SAT_DAYS_AGO))) for person in sitters
    ]
    _answer(rng, exam, first, {person.staff.pk: 0.9 + person.quality / 20 for person in sitters})
    failed = list(Attempt.objects.filter(exam=exam, passed=False).select_related("staff"))
    again = [_sat(exam, attempt.staff, 2, attempt.started_at + timedelta(days=2)) for attempt in failed]
    _answer(rng, exam, again, {attempt.staff_id: 0.98 for attempt in failed})


def _was_here(staff: Staff, now: datetime) -> bool:
    return staff.left_on is None and staff.hired_on < (now - timedelta(days=SAT_DAYS_AGO)).date()


def _sat(exam: Exam, staff: Staff, number: int, at: datetime) -> Attempt:
    return Attempt(
        exam=exam,
        staff=staff,
        number=number,
        state=Attempt.State.SUBMITTED,
        seed=f"demo-{staff.employee_no}-{number}",
        pass_mark=exam.pass_mark,
        started_at=at,
        ends_at=at + timedelta(minutes=exam.minutes),
        submitted_at=at + timedelta(minutes=30),
    )


def _answer(rng: random.Random, exam: Exam, attempts: list[Attempt], skill: dict[int, float]) -> None:
    """Store the papers with right answers as often as each is skilled, hard questions less, and grade them."""
    Attempt.objects.bulk_create(attempts)
    asked: list[AttemptQuestion] = []
    for attempt in attempts:
        for one in drawn_paper(exam, attempt.seed):
            one.attempt = attempt
            asked.append(one)
    hard = set(Question.objects.filter(difficulty=Question.Difficulty.HARD).values_list("pk", flat=True))
    for one in asked:
        knows = rng.random() < skill[one.attempt.staff_id] - 0.15 * (one.question_id in hard)
        one.answer = _given(rng, one, knows)
        one.answered_at = one.attempt.submitted_at
        if one.shown["kind"] == Question.Kind.TEXT:
            one.earned = one.points if knows else one.points / 2
        else:
            one.earned = earned(one.shown["kind"], one.key, one.answer, one.points)
    AttemptQuestion.objects.bulk_create(asked)
    for attempt in attempts:
        grade_many(attempts=[attempt], at=attempt.started_at + timedelta(minutes=31))


def _given(rng: random.Random, one: AttemptQuestion, knows: bool) -> object:
    if one.shown["kind"] == Question.Kind.TEXT:
        return {"text": "先倾听,再复述客户的问题,最后说明下一步和时间。"}
    options = [option["id"] for option in one.shown["options"]]
    if knows:
        return list(one.key)
    if one.shown["kind"] == Question.Kind.ORDER:
        return options[::-1] if options[::-1] != one.key else options
    return [rng.choice([option for option in options if option not in one.key] or options)]
