"""Finding answers that look wrong; each is listed with the answers that show it, and counts until a person decides.

Every kind is one statement over the days that can have changed. What was judged is never listed again for the same reason; what
is still open shows the newest evidence.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from feedback import tokens
from feedback.models import NoticeKind, NoticeRule, SurveyAnswer
from feedback.models.notice import StaffNetwork
from people.models import Staff

LOOKED_BACK = timedelta(days=2)
NETWORKS_KEPT = timedelta(days=35)
MOST_SIBLINGS = 50
SHORTEST_WORDS = 8

INSERT = """
INSERT INTO feedback_answernotice (answer_id, kind, siblings, noticed_at, verdict, reason)
SELECT id, %(kind)s, array_remove(ids, id), %(at)s, '', '' FROM ({found}) AS found
ON CONFLICT (answer_id, kind) DO UPDATE SET siblings = excluded.siblings
WHERE feedback_answernotice.verdict = '' AND feedback_answernotice.siblings <> excluded.siblings
"""
FLAGGED = """
SELECT invitation_id AS id, ARRAY(
    SELECT sibling.invitation_id FROM feedback_surveyanswer AS sibling
    WHERE %(kind)s = 'burst' AND sibling.network_hash = answer.network_hash
        AND sibling.answered_at BETWEEN answer.answered_at - interval '1 hour' AND answer.answered_at
    ORDER BY sibling.invitation_id LIMIT %(most)s)::bigint[] AS ids
FROM feedback_surveyanswer AS answer
WHERE answered_at > %(since)s AND flag = %(flag)s
"""
# The same words about the same person, space and marks apart; short ones ("Very good") are no evidence.
SAME_WORDS = """
WITH spoken AS (
    SELECT invitation_id AS id, staff_id, answered_at,
        md5(lower(regexp_replace(words, '[[:space:][:punct:]]+', '', 'g'))) AS said
    FROM feedback_surveyanswer
    WHERE answered_at > %(at)s - make_interval(days => %(within_days)s) AND words <> ''
        AND length(regexp_replace(words, '[[:space:][:punct:]]+', '', 'g')) >= %(shortest)s
), repeated AS (
    SELECT (array_agg(id ORDER BY id))[:%(most)s] AS ids, array_agg(id) AS everybody FROM spoken GROUP BY said, staff_id
    HAVING count(*) >= %(at_least)s AND max(answered_at) > %(since)s
)
SELECT unnest(everybody) AS id, ids FROM repeated
"""
FROM_NETWORKS = """
WITH grouped AS (
    SELECT (array_agg(invitation_id ORDER BY invitation_id))[:%(most)s] AS ids, array_agg(invitation_id) AS everybody
    FROM feedback_surveyanswer AS answer
    WHERE answered_at > %(since)s AND network_hash IS NOT NULL AND via = 'web' {where}
    GROUP BY {by} HAVING count(*) >= %(at_least)s {having}
)
SELECT unnest(everybody) AS id, ids FROM grouped
"""
STAFF_NETWORK = FROM_NETWORKS.format(
    where="AND EXISTS (SELECT FROM feedback_staffnetwork AS own WHERE own.network_hash = answer.network_hash)",
    by="network_hash, staff_id",
    having="",
)
ONE_PERSON = FROM_NETWORKS.format(where="", by="network_hash", having="AND count(DISTINCT staff_id) = 1")
BY_FLAG = {
    NoticeKind.BURST: SurveyAnswer.Flag.BURST,
    NoticeKind.ROBOT: SurveyAnswer.Flag.ROBOT,
    NoticeKind.TOO_FAST: SurveyAnswer.Flag.FAST,
}
BY_RULE = {
    NoticeKind.SAME_WORDS: SAME_WORDS,
    NoticeKind.STAFF_NETWORK: STAFF_NETWORK,
    NoticeKind.ONE_PERSON: ONE_PERSON,
}


@transaction.atomic
def notice_answers(*, at: datetime) -> int:
    """List what looks wrong about the answers of the last days; return how many lines are new or have new evidence."""
    common = {"at": at, "since": at - LOOKED_BACK, "most": MOST_SIBLINGS, "shortest": SHORTEST_WORDS}
    made = sum(insert(FLAGGED, kind, {**common, "flag": str(flag)}) for kind, flag in BY_FLAG.items())
    for rule in NoticeRule.objects.filter(is_active=True, kind__in=list(BY_RULE)):
        numbers = {"at_least": rule.at_least, "within_days": rule.within_days}
        made += insert(BY_RULE[NoticeKind(rule.kind)], rule.kind, {**common, **numbers})
    StaffNetwork.objects.filter(day__lt=(at - NETWORKS_KEPT).date()).delete()
    return made


def insert(found: str, kind: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(found=found), {**values, "kind": str(kind)})
        return cursor.rowcount


def remember_network(*, user: Any, address: str, at: datetime) -> None:
    """Keep the mark of the network a member of staff is signed in from today; the address itself is kept nowhere."""
    staff = Staff.objects.filter(user=user).values_list("pk", flat=True).first()
    if staff is None or not address:
        return
    mark = tokens.network_hash(settings.SECRET_KEY, address, at.date())
    made = StaffNetwork(staff_id=staff, day=at.date(), network_hash=mark)
    StaffNetwork.objects.bulk_create([made], ignore_conflicts=True)
