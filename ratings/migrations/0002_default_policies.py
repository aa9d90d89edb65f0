"""The policies and survey forms a new company starts with; every number can be changed by a new version."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import migrations

SHIPPED_AT = datetime(2000, 1, 1, tzinfo=UTC)


def words(en, hans, hant):
    return {"en": en, "zh-hans": hans, "zh-hant": hant}


OVERALL = [("overall", words("Satisfaction", "满意度", "滿意度"), Decimal(100), [])]
STANDARD = [
    (
        "attitude",
        words("Attitude", "服务态度", "服務態度"),
        Decimal(40),
        [
            (
                "courtesy",
                words("Friendly and polite", "主动热情、礼貌用语规范", "主動熱情、禮貌用語規範"),
                words(
                    "Greets first, listens to the end, never talks down. Each justified remark about tone costs a star.",
                    "主动问候、认真倾听、用语规范；每一次有依据的态度问题扣一星。",
                    "主動問候、認真傾聽、用語規範；每一次有依據的態度問題扣一星。",
                ),
            ),
            (
                "patience",
                words("Patient under pressure", "耐心细致", "耐心細緻"),
                words(
                    "Stays calm with upset customers and explains as often as needed.",
                    "面对情绪激动的客户保持冷静，反复解释不厌烦。",
                    "面對情緒激動的客戶保持冷靜，反覆解釋不厭煩。",
                ),
            ),
        ],
    ),
    (
        "quality",
        words("Quality", "服务质量", "服務質量"),
        Decimal(40),
        [
            (
                "accuracy",
                words("Right the first time", "工作无差错", "工作無差錯"),
                words(
                    "Answers and orders are correct; every error that reached a customer costs a star.",
                    "答复与办理准确；每出现一次影响客户的失误扣一星。",
                    "答覆與辦理準確；每出現一次影響客戶的失誤扣一星。",
                ),
            ),
            (
                "knowledge",
                words("Knows products and procedures", "业务知识掌握", "業務知識掌握"),
                words(
                    "Answers frequent questions without asking back; keeps up with changes.",
                    "常见问题无需转问，及时掌握新政策。",
                    "常見問題無需轉問，及時掌握新政策。",
                ),
            ),
        ],
    ),
    (
        "efficiency",
        words("Speed", "服务效率", "服務效率"),
        Decimal(20),
        [
            (
                "punctuality",
                words("Done when promised", "按时完成任务", "按時完成任務"),
                words(
                    "Keeps response times and promised call-backs.",
                    "遵守响应时限与回访承诺。",
                    "遵守響應時限與回訪承諾。",
                ),
            )
        ],
    ),
    (
        "teamwork",
        words("Teamwork", "团队协作", "團隊協作"),
        Decimal(0),
        [
            (
                "handover",
                words("Clean hand-overs, helps others", "交接清楚、主动支援", "交接清楚、主動支援"),
                words(
                    "Colleagues can go on from the notes; steps in when the queue is long.",
                    "记录完整可直接接手；高峰时主动支援同事。",
                    "記錄完整可直接接手；高峰時主動支援同事。",
                ),
            )
        ],
    ),
]
POINTS = {"complaint": Decimal("-0.20"), "service_error": Decimal("-0.10"), "commendation": Decimal("0.05")}
FORMS = [(1, date(2000, 1, 1), OVERALL, False), (2, date(2025, 1, 1), STANDARD, True)]
POLICIES = [
    (
        "customer-evidence",
        words("Customer evidence alone", "仅客户评价", "僅客戶評價"),
        date(2000, 1, 1),
        {"customer_weight": 100, "manager_weight": 0, "self_weight": 0, "gate": "none"},
        OVERALL,
    ),
    ("standard", words("Three-party rating", "三方评定", "三方評定"), date(2025, 1, 1), {}, STANDARD),
]


def add_defaults(apps, schema_editor):
    for version, effective_from, dimensions, asks in FORMS:
        add_form(apps, version, effective_from, dimensions, asks)
    for policy in POLICIES:
        add_policy(apps, *policy)


def add_form(apps, version, effective_from, dimensions, asks):
    form = apps.get_model("feedback", "SurveyForm").objects.create(
        version=version,
        effective_from=effective_from,
        asks_nps=asks,
        asks_words=asks,
        published_at=SHIPPED_AT,
    )
    asked = [dimension for dimension in dimensions if dimension[2]]
    for order, (code, label, weight, _criteria) in enumerate(asked):
        form.dimensions.create(code=code, label=label, weight=weight, order=order)


def add_policy(apps, code, name, effective_from, rules, dimensions):
    policy = apps.get_model("ratings", "Policy").objects.create(
        code=code, name=name, effective_from=effective_from, activated_at=SHIPPED_AT, **rules
    )
    for order, (dimension_code, label, weight, criteria) in enumerate(dimensions):
        dimension = policy.dimensions.create(
            code=dimension_code, label=label, customer_weight=weight, order=order
        )
        for place, (criterion_code, text, guidance) in enumerate(criteria):
            dimension.criteria.create(code=criterion_code, label=text, guidance=guidance, order=place)
    for kind, points in POINTS.items():
        policy.point_rules.create(kind=kind, points=points)


def remove_defaults(apps, schema_editor):
    codes = [code for code, *_rest in POLICIES]
    apps.get_model("ratings", "Policy").objects.filter(code__in=codes, version=1).delete()
    apps.get_model("feedback", "SurveyForm").objects.filter(version__in=[1, 2]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0001_policies_months_and_stars"),
        ("feedback", "0001_interactions_and_surveys"),
    ]

    operations = [migrations.RunPython(add_defaults, remove_defaults)]
