"""The certificate a new company starts with, and the path that renews it; English, Simplified, Traditional."""

from typing import Any

KIND: dict[str, Any] = {
    "code": "service",
    "path": "set-sail",
    "exams": ("onboarding-theory", "onboarding-simulation"),
    "title": ("Service certification", "上岗认证", "上崗認證"),
    "statement": (
        "knows the standards of our service, has passed the theory and the simulation exam, and may serve customers alone.",
        "已掌握本公司服务标准，通过理论考试与情景模拟考核，准予独立上岗为客户服务。",
        "已掌握本公司服務標準，通過理論考試與情境模擬考核，准予獨立上崗為客戶服務。",
    ),
}
RENEWAL: dict[str, Any] = {
    "code": "service-renewal",
    "days": 60,
    "title": ("Renewing the certification", "上岗认证复审", "上崗認證複審"),
    "summary": (
        "Once a year, before the certificate ends: both exams again. Passed in time, no day is lost.",
        "每年证书到期前重新参加两项考核，按时通过，有效期无缝衔接。",
        "每年證書到期前重新參加兩項考核，按時通過，有效期無縫銜接。",
    ),
    "steps": ("onboarding-theory", "onboarding-simulation"),
}
