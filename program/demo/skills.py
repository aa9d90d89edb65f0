"""Skills of the demo company, what its positions ask for, and the career ladder, in three languages."""

SKILLS = (
    (
        "calming",
        "attitude",
        {"en": "Calming upset customers", "zh-hans": "安抚情绪", "zh-hant": "安撫情緒"},
        {
            "en": "Listens, names the feeling, and leads back to what can be done.",
            "zh-hans": "先倾听,说出对方的感受,再带回到能做的事。",
            "zh-hant": "先傾聽,說出對方的感受,再帶回到能做的事。",
        },
    ),
    (
        "product",
        "quality",
        {"en": "Product knowledge", "zh-hans": "产品知识", "zh-hant": "產品知識"},
        {
            "en": "Explains plans, devices and common faults without looking them up.",
            "zh-hans": "不查资料也能讲清套餐、终端和常见故障。",
            "zh-hant": "不查資料也能講清方案、終端和常見故障。",
        },
    ),
    (
        "systems",
        "efficiency",
        {"en": "Work with the systems", "zh-hans": "系统操作", "zh-hant": "系統操作"},
        {
            "en": "Handles a request from intake to closing without detours.",
            "zh-hans": "从受理到关闭工单,一路顺畅。",
            "zh-hant": "從受理到關閉工單,一路順暢。",
        },
    ),
    (
        "emergencies",
        "",
        {"en": "Emergencies", "zh-hans": "应急处理", "zh-hant": "應急處理"},
        {
            "en": "Knows whom to call and what to say when the network fails.",
            "zh-hans": "网络中断时知道找谁、怎么说。",
            "zh-hant": "網路中斷時知道找誰、怎麼說。",
        },
    ),
    (
        "diagnosis",
        "quality",
        {"en": "Finding faults", "zh-hans": "故障排查", "zh-hant": "故障排查"},
        {
            "en": "Finds the cause step by step and explains it in plain words.",
            "zh-hans": "一步步找到原因,并用大白话讲清楚。",
            "zh-hant": "一步步找到原因,並用白話講清楚。",
        },
    ),
    (
        "leading",
        "",
        {"en": "Leading a team", "zh-hans": "带团队", "zh-hant": "帶團隊"},
        {
            "en": "Gives feedback that helps, and shares work fairly.",
            "zh-hans": "给得出有用的反馈,工作分得公平。",
            "zh-hant": "給得出有用的回饋,工作分得公平。",
        },
    ),
)
ASKED = {
    "agent": {"calming": 3, "product": 3, "systems": 3, "emergencies": 2},
    "consultant": {"calming": 3, "product": 4, "systems": 3},
    "technician": {"diagnosis": 4, "product": 3, "emergencies": 3},
    "leader": {"calming": 4, "product": 4, "systems": 4, "leading": 4},
}
LADDER = (
    ("agent", "leader", 18, 3),
    ("consultant", "leader", 18, 3),
    ("technician", "leader", 24, 3),
    ("leader", "director", 36, 6),
)
REQUIREMENTS = {
    "en": "An interview, and a month of leading the shift.",
    "zh-hans": "通过面谈,并带班一个月。",
    "zh-hant": "通過面談,並帶班一個月。",
}
# What members of staff wrote themselves, in their own language.
PLAN = ("半年内独立处理技术类来电,不再转接。", "跟维修组坐席一天,记下十个常见故障", "学完故障排查课程")
ROTATION = "了解营业厅换机流程,减少来电转接"
TAUGHT_BY = {
    "calming": ("etiquette-calm", "advanced-negotiation"),
    "product": ("product-core", "advanced-needs"),
    "systems": ("systems-requests", "systems-tools"),
    "emergencies": ("emergency-crisis",),
    "diagnosis": ("product-faults", "advanced-diagnosis"),
}
