"""Paths and exams a new company starts with; English, Simplified, Traditional."""

from typing import Any

EXAMS: dict[str, dict[str, Any]] = {
    "onboarding-theory": {
        "kind": "theory",
        "minutes": 45,
        "pass_mark": 90,
        "title": ("Onboarding: theory", "上岗理论考试", "上崗理論考試"),
        "instructions": (
            "Twenty questions from all four topics, 45 minutes. You pass with 90 points of 100.",
            "共二十题，涵盖四个主题，限时四十五分钟。满分一百分，九十分及以上合格。",
            "共二十題，涵蓋四個主題，限時四十五分鐘。滿分一百分，九十分及以上合格。",
        ),
        # (topic, kind, questions), each of five points: 40, 20, 30 and 10 percent; no texts, so that it is graded at once
        "parts": (
            ("product", "single", 4),
            ("product", "multiple", 2),
            ("product", "true_false", 2),
            ("etiquette", "single", 2),
            ("etiquette", "multiple", 1),
            ("etiquette", "true_false", 1),
            ("systems", "single", 3),
            ("systems", "multiple", 2),
            ("systems", "true_false", 1),
            ("emergencies", "single", 1),
            ("emergencies", "multiple", 1),
        ),
        "points": 5,
    },
    "onboarding-simulation": {
        "kind": "simulation",
        "minutes": 30,
        "pass_mark": 85,
        "rubric": "simulation",
        "title": ("Onboarding: simulation", "上岗情景模拟考核", "上崗情境模擬考核"),
        "instructions": (
            "You serve an upset customer played by your assessor, who is not your mentor. You pass with 85 points of 100.",
            "由考评员扮演情绪激动的客户（考评员不是您的导师）。满分一百分，八十五分及以上合格。",
            "由考評員扮演情緒激動的客戶（考評員不是您的導師）。滿分一百分，八十五分及以上合格。",
        ),
    },
}

ONLINE = (
    "product-core",
    "product-faults",
    "product-terms",
    "etiquette-talk",
    "etiquette-calm",
    "systems-requests",
    "systems-customers",
    "systems-tools",
    "emergency-complaints",
    "emergency-crisis",
)
SIMULATIONS = (
    "simulation-first-contact",
    "simulation-angry-customer",
    "simulation-technical",
    "simulation-desk",
)

# steps in order, each (course or exam, steps that come first)
Step = tuple[str, tuple[str, ...]]
PATHS: dict[str, dict[str, Any]] = {
    "set-sail": {
        "kind": "onboarding",
        "days": 90,
        "needs_mentor": True,
        "online_minutes": 1800,
        "simulation_minutes": 960,
        "shares": (40, 20, 30, 10),
        "title": ("Set sail", "启航计划", "啟航計畫"),
        "summary": (
            "The first three months: 30 hours online, 16 hours of simulation, and a mentor at your side.",
            "入职三个月内完成：线上理论三十学时、情景模拟十六学时，并有导师一对一带教。",
            "入職三個月內完成：線上理論三十學時、情境模擬十六學時，並有導師一對一帶教。",
        ),
        "steps": (
            *((code, ()) for code in ONLINE),
            ("simulation-first-contact", ("etiquette-talk",)),
            ("simulation-angry-customer", ("etiquette-calm", "emergency-complaints")),
            ("simulation-technical", ("product-faults",)),
            ("simulation-desk", ("systems-requests",)),
            ("onboarding-theory", ONLINE),
            ("onboarding-simulation", SIMULATIONS),
        ),
    },
    "advanced-technical": {
        "kind": "advanced",
        "days": 180,
        "online_minutes": 960,
        "title": ("Advanced: technical staff", "进阶计划：技术型服务人员", "進階計畫：技術型服務人員"),
        "summary": (
            "For staff who solve difficult faults: advanced diagnosis and solutions by industry.",
            "面向技术型服务人员：设备高级故障排查与行业解决方案。",
            "面向技術型服務人員：設備高階故障排查與產業解決方案。",
        ),
        "steps": (("advanced-diagnosis", ()), ("advanced-solutions", ("advanced-diagnosis",))),
    },
    "advanced-relationship": {
        "kind": "advanced",
        "days": 180,
        "online_minutes": 720,
        "title": ("Advanced: relationship staff", "进阶计划：关系型服务人员", "進階計畫：關係型服務人員"),
        "summary": (
            "For staff who look after customers for years: finding out needs and negotiating complaints.",
            "面向关系型服务人员：客户需求挖掘与投诉谈判技巧。",
            "面向關係型服務人員：客戶需求挖掘與投訴談判技巧。",
        ),
        "steps": (("advanced-needs", ()), ("advanced-negotiation", ("advanced-needs",))),
    },
    "exam-retraining": {
        "kind": "retraining",
        "days": 14,
        "counts_earlier": False,
        "online_minutes": 90,
        "title": ("Retraining after an exam", "考试补训", "考試補訓"),
        "summary": (
            "After the last failed attempt: look at what was missing; then the exam opens again.",
            "最后一次考试未通过后：查漏补缺，完成后重新开放考试。",
            "最後一次考試未通過後：查漏補缺，完成後重新開放考試。",
        ),
        "steps": (("retraining-review", ()),),
    },
    "service-refresher": {
        "kind": "advanced",
        "days": 30,
        "counts_earlier": False,
        "online_minutes": 360,
        "title": ("Service refresher", "服务提升计划", "服務提升計畫"),
        "summary": (
            "When customers or the manager saw too little of it this month: listening, answering, staying calm.",
            "当月服务评价偏低时：重温倾听应答与情绪管理。",
            "當月服務評價偏低時：重溫傾聽應答與情緒管理。",
        ),
        "steps": (("etiquette-talk", ()), ("etiquette-calm", ())),
    },
}

# path, cause, its facts, in use. Only what nobody who works now is put on without having failed an exam is switched on.
RULES: tuple[tuple[str, str, dict[str, str], bool], ...] = (
    ("set-sail", "new_hire", {}, False),
    ("exam-retraining", "failed_exam", {"exam": "onboarding-theory"}, True),
    ("exam-retraining", "failed_exam", {"exam": "onboarding-simulation"}, True),
    ("service-refresher", "low_dimension", {"dimension": "attitude", "below": "3.50"}, False),
)
