"""What a new company's service desk starts with: calendars, tiers with escalation, categories, rules and limits."""

from datetime import time

from django.db import migrations

WEEK = range(7)
CALENDARS = {
    "office-hours": (
        ("Office hours", "办公时间", "辦公時間"),
        "CN",
        [(day, hours) for day in range(5) for hours in ((time(9), time(12)), (time(13), time(18)))],
    ),
    "around-the-clock": (
        ("Around the clock", "全天候", "全天候"),
        "",
        [(day, (time(0), time(0))) for day in WEEK],
    ),
}
# code: names, rank, minutes to a person's answer and to a solution, calendar, for complaints
TIERS = {
    "urgent": (("Urgent", "紧急", "緊急"), 1, 5, 120, "around-the-clock", False),
    "important": (("Important", "重要", "重要"), 2, 10, 1440, "around-the-clock", False),
    "general": (("General", "一般", "一般"), 3, 15, 2880, "office-hours", False),
    "complaint": (("Complaint", "投诉", "投訴"), 4, 1440, 2880, None, True),
}
# tier: level, minutes after the due moment, receiver
ESCALATION = {
    "urgent": [(2, 15, "supervisor"), (3, 60, "head")],
    "important": [(2, 60, "supervisor"), (3, 240, "head")],
    "general": [(2, 120, "supervisor"), (3, 480, "head")],
    "complaint": [(2, 120, "supervisor"), (3, 1440, "head")],
}
CATEGORIES = [
    ("question", ("Question", "咨询", "諮詢"), "general", "how do i\n怎么\n如何\n咨询\n諮詢"),
    (
        "order",
        ("Order and delivery", "订单与配送", "訂單與配送"),
        "general",
        "order\ndelivery\n订单\n訂單\n配送",
    ),
    (
        "product",
        ("Product or quality", "产品与质量", "產品與品質"),
        "important",
        "broken\ndefect\n质量\n品質\n坏",
    ),
    (
        "fault",
        ("Fault or outage", "故障报修", "故障報修"),
        "important",
        "fault\noutage\nnot working\n故障\n报修\n報修",
    ),
    (
        "billing",
        ("Bill and payment", "账单与支付", "帳單與支付"),
        "important",
        "bill\nrefund\npayment\n账单\n帳單\n退款",
    ),
    ("conduct", ("Conduct of staff", "服务态度", "服務態度"), "important", "rude\nattitude\n态度\n態度"),
    ("other", ("Something else", "其他", "其他"), "general", ""),
]
RULES = [
    (
        "keyword",
        "urgent\nemergency\ndanger\nfire\ninjured\n紧急\n緊急\n危险\n危險\n受伤\n受傷\n着火\n著火",
        None,
        "urgent",
    ),
    ("tag", "vip\nhigh-value", None, "important"),
    ("complaints", "", 3, "important"),
]
ERRORS = [
    ("wrong-information", ("Wrong information", "信息有误", "資訊有誤"),
     ("Correct it with the customer on the same day.", "当天向客户更正。", "當天向客戶更正。")),
    ("wrong-order", ("Wrong order or delivery", "订单差错", "訂單差錯"),
     ("Send the right goods, take the wrong ones back at our cost.", "补发正确商品，我方承担退回费用。", "補發正確商品，我方承擔退回費用。")),
    ("promise-broken", ("Promise not kept", "未兑现承诺", "未兌現承諾"),
     ("Apologise, say when it will be done, tell the supervisor.", "致歉、告知完成时间并报告主管。", "致歉、告知完成時間並報告主管。")),
    ("conduct", ("Conduct", "服务态度不当", "服務態度不當"),
     ("The supervisor calls the customer and talks with the member of staff.", "由主管回访客户并与员工面谈。", "由主管回訪客戶並與員工面談。")),
    ("data", ("Personal data mishandled", "个人信息处理不当", "個人資料處理不當"),
     ("Stop it, tell the office at once, write down whose data it was.", "立即停止并上报办公室，记录涉及的客户。", "立即停止並上報辦公室，記錄涉及的客戶。")),
]  # fmt: skip


def named(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def add_defaults(apps, schema_editor):
    tiers = add_tiers(apps, add_calendars(apps))
    add_escalation(apps, tiers)
    add_categories_and_rules(apps, tiers)
    add_errors_and_limits(apps)


def add_calendars(apps):
    calendars = {}
    for code, (names, region, shifts) in CALENDARS.items():
        calendars[code] = apps.get_model("feedback", "Calendar").objects.create(
            code=code, name=named(names), zone="Asia/Shanghai", region=region
        )
        for weekday, (starts, ends) in shifts:
            apps.get_model("feedback", "WorkingShift").objects.create(
                calendar=calendars[code], weekday=weekday, starts_at=starts, ends_at=ends
            )
    return calendars


def add_tiers(apps, calendars):
    tiers = {}
    for code, (names, rank, response, solution, calendar, complaints) in TIERS.items():
        tiers[code] = apps.get_model("feedback", "Tier").objects.create(
            code=code,
            name=named(names),
            rank=rank,
            response_minutes=response,
            solution_minutes=solution,
            calendar=calendars.get(calendar),
            is_for_complaints=complaints,
        )
    return tiers


def add_escalation(apps, tiers):
    step = apps.get_model("feedback", "EscalationStep")
    for code, steps in ESCALATION.items():
        for level, minutes, receiver in steps:
            step.objects.create(tier=tiers[code], level=level, after_minutes=minutes, receiver=receiver)


def add_categories_and_rules(apps, tiers):
    for order, (code, names, tier, words) in enumerate(CATEGORIES):
        apps.get_model("feedback", "Category").objects.create(
            code=code, name=named(names), tier=tiers[tier], keywords=words, order=order * 10
        )
    for kind, words, at_least, tier in RULES:
        apps.get_model("feedback", "PriorityRule").objects.create(
            kind=kind, words=words, at_least=at_least, tier=tiers[tier]
        )


def add_errors_and_limits(apps):
    for code, names, procedure in ERRORS:
        apps.get_model("feedback", "ErrorClass").objects.create(
            code=code, name=named(names), procedure=named(procedure)
        )
    limits = apps.get_model("feedback", "ApprovalLimit")
    limits.objects.create(kind="refund", amount=5000)
    limits.objects.create(kind="compensation", amount=2000)
    apps.get_model("feedback", "ServiceRules").objects.create(pk=1)


def remove_defaults(apps, schema_editor):
    """Take them away; refused by the database while a request uses them."""
    for name in (
        "ServiceRules",
        "ApprovalLimit",
        "ErrorClass",
        "PriorityRule",
        "Category",
        "EscalationStep",
        "Tier",
        "WorkingShift",
        "Calendar",
    ):
        apps.get_model("feedback", name).objects.all()._raw_delete(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0010_requests_and_sla")]
    operations = [migrations.RunPython(add_defaults, remove_defaults)]
