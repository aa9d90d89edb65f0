from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from celery import Celery
from django.db import connection, transaction

from starservice.jobs import tasks
from starservice.jobs.models import OutboxMessage
from starservice.jobs.outbox import BrokerAway, put_in_outbox, relay_waiting_messages


class Broker:
    """Takes messages and remembers them; away after so many."""

    def __init__(self, takes: int = 1000) -> None:
        self.taken: list[tuple[str, dict]] = []
        self.takes = takes

    def send(self, task: str, arguments: dict) -> None:
        if len(self.taken) >= self.takes:
            raise BrokerAway
        self.taken.append((task, arguments))


@pytest.mark.django_db
def test_waiting_messages_are_sent_once_in_order():
    for number in range(3):
        put_in_outbox("some.task", number=number)
    broker = Broker()

    assert relay_waiting_messages(broker.send) == 3
    assert relay_waiting_messages(broker.send) == 0
    assert broker.taken == [("some.task", {"number": number}) for number in range(3)]


@pytest.mark.django_db
def test_message_of_a_transaction_that_failed_is_never_sent():
    with transaction.atomic():
        put_in_outbox("some.task")
        transaction.set_rollback(True)

    assert relay_waiting_messages(Broker().send) == 0


@pytest.mark.django_db
def test_messages_wait_while_the_broker_is_away_and_follow_in_order():
    for number in range(4):
        put_in_outbox("some.task", number=number)
    broker = Broker(takes=2)

    assert relay_waiting_messages(broker.send) == 2
    assert OutboxMessage.objects.filter(relayed_at__isnull=True).count() == 2
    broker.takes = 1000
    assert relay_waiting_messages(broker.send) == 2
    assert [arguments["number"] for _task, arguments in broker.taken] == [0, 1, 2, 3]


@pytest.mark.django_db
def test_relay_task_leaves_messages_waiting_when_no_broker_listens(monkeypatch):
    nobody = Celery("nobody", broker="redis://127.0.0.1:1/0", set_as_current=False)
    nobody.conf.broker_transport_options = {"socket_connect_timeout": 0.2}
    nobody.conf.task_publish_retry = False
    monkeypatch.setattr(tasks, "current_app", nobody)
    put_in_outbox("some.task")

    tasks.relay_outbox()

    assert OutboxMessage.objects.get().relayed_at is None


@pytest.fixture
def committed_messages(django_db_setup, django_db_blocker):
    """Forty messages that other connections see, removed when the test's own transaction has ended."""
    with django_db_blocker.unblock():
        options = {
            key: value for key, value in connection.get_connection_params().items() if key != "cursor_factory"
        }
    other = psycopg2.connect(**options)
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_outboxmessage (task, arguments, created_at)"
            " SELECT 'some.task', jsonb_build_object('number', number), now() FROM generate_series(0, 39) number"
        )
        yield
        cursor.execute("DELETE FROM jobs_outboxmessage")
    other.close()


def test_two_relays_at_once_send_each_message_once(committed_messages, db):
    first, second, counts = Broker(), Broker(), []

    def send_while_another_relay_runs(task: str, arguments: dict) -> None:
        if not first.taken:
            counts.append(_in_another_connection(lambda: relay_waiting_messages(second.send)))
        first.send(task, arguments)

    counts.append(relay_waiting_messages(send_while_another_relay_runs))

    assert sorted(arguments["number"] for _task, arguments in first.taken + second.taken) == list(range(40))
    assert counts == [0, 40]


def _in_another_connection(work: Callable[[], int]) -> int:
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(work).result(timeout=20)
        pool.submit(lambda: connection.close()).result()
    return result
