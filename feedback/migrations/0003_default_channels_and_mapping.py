"""The channels a new company starts with, and the mapping of a telephone call centre's export."""

from django.db import migrations

CHANNELS = [
    ("phone", "Phone", "电话", "電話"),
    ("chat", "Chat", "在线客服", "線上客服"),
    ("e-mail", "E-mail", "电子邮件", "電子郵件"),
    ("web", "Website", "网站", "網站"),
    ("shop", "Shop", "门店", "門市"),
    ("wechat", "WeChat", "微信", "微信"),
    ("weibo", "Weibo", "微博", "微博"),
]
CALL_CENTRE = {
    "title": "Call centre",
    "columns": {
        "external_id": "Call Id",
        "staff": "Agent",
        "date": "Date",
        "time": "Time",
        "topic": "Topic",
        "answered": "Answered (Y/N)",
        "resolved": "Resolved",
        "response_seconds": "Speed of answer in seconds",
        "talk_seconds": "AvgTalkDuration",
        "rating": "Satisfaction rating",
    },
    "options": {
        "source": "call-centre",
        "channel": "phone",
        "time_zone": "",
        "date_order": "ymd",
        "yes": ["Y", "Yes"],
        "no": ["N", "No"],
        "create_staff": True,
        "department": {"code": "call-centre", "name": "Call centre"},
        "position": {"code": "agent", "name": "Agent"},
    },
}


def add_defaults(apps, schema_editor):
    channels = apps.get_model("feedback", "Channel").objects
    for code, english, simplified, traditional in CHANNELS:
        name = {"en": english, "zh-hans": simplified, "zh-hant": traditional}
        channels.get_or_create(code=code, defaults={"name": name})
    apps.get_model("feedback", "ImportMapping").objects.get_or_create(
        name="call-centre", defaults=CALL_CENTRE
    )


def remove_unused_defaults(apps, schema_editor):
    """Take away what nothing refers to; what is in use stays."""
    codes = [channel[0] for channel in CHANNELS]
    used = set()
    for model in ("Interaction", "Invitation"):
        used |= set(
            apps.get_model("feedback", model).objects.values_list("channel__code", flat=True).distinct()
        )
    apps.get_model("feedback", "Channel").objects.filter(code__in=set(codes) - used).delete()
    runs = apps.get_model("feedback", "ImportRun").objects.values("mapping_id")
    apps.get_model("feedback", "ImportMapping").objects.filter(name="call-centre").exclude(
        pk__in=runs
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_survey_care")]

    operations = [migrations.RunPython(add_defaults, remove_unused_defaults)]
