"""The survey's POST, from the request to the response, beside the driver alone writing the same rows: one client each.

Both run in this process, so that no web server hides what the application costs. The driver writes an UPDATE … RETURNING
and an INSERT in a transaction, as one would by hand. Prints the rounds' figures as JSON.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg2
from django.db import connection
from django.utils import timezone

from feedback import tokens
from tests.bench.survey_page import BODY, DRIVER_REQUESTS, DRIVER_ROUNDS, PAGE, network_of, rounds, token
from tests.bench.survey_server import application

TAKE = """
UPDATE feedback_invitation SET answered_at = %s
WHERE token_hash = %s AND form_id = %s AND answered_at IS NULL AND revoked_at IS NULL AND expires_at > %s
RETURNING id, staff_id, department_id, served_on
"""
ANSWER = """
INSERT INTO feedback_surveyanswer (
    invitation_id, staff_id, department_id, served_on, stars, score, nps, words, replies, via, answered_at, is_valid,
    invalid_reason, network_hash, receipt_hash, flag, needs_follow_up, follow_up_note
) VALUES (%s, %s, %s, %s, '{"attitude": 5, "quality": 4, "efficiency": 3}', 4.2, 9, 'Fine', '{}', 'web', %s, true,
    '', %s, %s, '', false, '')
"""


def write_rows(form: int) -> Callable[[int], None]:
    """Write the rows of an answer with the driver alone."""
    driver = psycopg2.connect(**connection.get_connection_params())
    cursor = driver.cursor()

    def write(number: int) -> None:
        at = timezone.now()
        network = tokens.network_hash("key", network_of(number), at.date())
        cursor.execute(TAKE, (at, tokens.hash_of(token(number)), form, at))
        cursor.execute(ANSWER, (*cursor.fetchone(), at, network, tokens.hash_of("r")))
        driver.commit()

    return write


def post(form: int) -> Callable[[int], None]:
    """Send the answer through the whole application."""
    body = BODY.format(form=form).encode()

    def send(number: int) -> None:
        asked = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PAGE.format(token=token(number)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_X_FORWARDED_FOR": network_of(number),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
        }
        response: Any = application(asked, lambda status, _headers: statuses.append(status))
        b"".join(response)
        response.close()
        if statuses.pop() != "200 OK":
            raise RuntimeError(f"answer {number} was refused")

    statuses: list[str] = []
    return send


def per_second(work: Callable[[int], None]) -> Callable[[range], float]:
    """How many numbers a second the work gets through."""

    def measure(numbers: range) -> float:
        begun = time.perf_counter()
        for number in numbers:
            work(number)
        return len(numbers) / (time.perf_counter() - begun)

    return measure


def main(form: int, used: int) -> None:
    works = {"driver": per_second(write_rows(form)), "survey": per_second(post(form))}
    print(json.dumps(rounds(works, DRIVER_ROUNDS, DRIVER_REQUESTS, used)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
