"""What customers of the demo company asked for and complained about, and what was done, as a script.

A step is: minutes after the case came in, what is done, and its words. Cases begin so many working-day hours ago.
"""

from dataclasses import dataclass

REPLY, ASK, RESOLVE, CONFIRM, SAYS, NOTE, REOPEN, URGENT = (
    "reply",
    "ask",
    "resolve",
    "confirm",
    "says",
    "note",
    "reopen",
    "urgent",
)
Step = tuple[float, str, str]


@dataclass(frozen=True)
class Case:
    """One request or complaint: minutes ago, category, channel, what the customer says, and the steps that follow."""

    ago: float
    category: str
    channel: str
    subject: str
    text: str
    language: str = "zh-hans"
    kind: str = "request"
    steps: tuple[Step, ...] = ()
    about: str = ""


HOUR, DAY = 60.0, 1440.0
CASES = (
    Case(3, "fault", "web", "宽带突然断网", "从今天上午起宽带完全断网，光猫红灯闪烁，重启两次无效。"),
    Case(
        9,
        "fault",
        "phone",
        "Burning smell from the router",
        "The router smells of burning, this may be an emergency. What should I do?",
        "en",
    ),
    Case(
        14, "billing", "wechat", "帳單多收一個月租費", "這個月帳單多收了一個月租費，請協助確認。", "zh-hant"
    ),
    Case(
        26,
        "question",
        "web",
        "How do I change my plan?",
        "I would like to change to the family plan next month.",
        "en",
    ),
    Case(
        55,
        "order",
        "web",
        "新装预约改期",
        "原来预约周四上午安装，想改到周六下午。",
        steps=((6, REPLY, "您好，已经收到您的改期申请。"), (7, ASK, "周六下午两点到四点可以吗？")),
    ),
    Case(
        2.6 * HOUR,
        "product",
        "shop",
        "机顶盒遥控器失灵",
        "新领的遥控器按键没有反应，换了电池也不行。",
        steps=((12, REPLY, "非常抱歉给您添麻烦了，我们为您更换一个新遥控器。"),),
    ),
    Case(
        5 * HOUR,
        "fault",
        "phone",
        "整栋楼没有信号",
        "我们整栋楼手机都没有信号，邻居也一样。",
        steps=(
            (4, REPLY, "已经派单给维修组，工程师会先检查楼道放大器。"),
            (6, NOTE, "同一栋楼今天第三单，疑似放大器故障。"),
            (70, RESOLVE, "放大器已更换，信号恢复正常。请您确认。"),
        ),
    ),
    Case(
        8 * HOUR,
        "billing",
        "e-mail",
        "Refund of a double payment",
        "I paid the October bill twice, please return one payment. Bank receipt on request.",
        "en",
        steps=((40, REPLY, "You are right, we see both payments. We have asked finance for the refund."),),
    ),
    Case(
        26 * HOUR,
        "question",
        "chat",
        "國際漫遊怎麼開通",
        "下週去日本出差，請問國際漫遊怎麼開通？",
        "zh-hant",
        steps=(
            (5, RESOLVE, "您好，已為您開通，抵達當地後重新開機即可使用。"),
            (90, CONFIRM, ""),
        ),
    ),
    Case(
        30 * HOUR,
        "order",
        "web",
        "Wrong phone delivered",
        "I ordered the black one and got the white one.",
        "en",
        steps=(
            (8, REPLY, "I am sorry about that! The right one leaves our warehouse today."),
            (9, NOTE, "Picked from the neighbouring shelf."),
            (22 * HOUR, RESOLVE, "The parcel was delivered this morning; please keep the return label."),
            (23 * HOUR, CONFIRM, ""),
        ),
    ),
    Case(
        3 * DAY,
        "other",
        "web",
        "发票抬头更改",
        "公司更名了，请把发票抬头改为“城东设计有限公司”。",
        steps=(
            (11, REPLY, "好的，请您补充新的税号。"),
            (12, ASK, "等待客户提供税号"),
            (9 * HOUR, SAYS, "税号是 91310000MA1FL0AB12。"),
            (10 * HOUR, RESOLVE, "抬头已更新，下一张发票起生效。"),
        ),
    ),
    Case(
        20 * HOUR,
        "conduct",
        "web",
        "门店排队一小时无人理睬",
        "昨天在城西营业厅排队一个多小时，店员一直在聊天，问了还说“没看到忙着吗”。",
        kind="complaint",
        about="严凯",
        steps=((3 * HOUR, REPLY, "非常抱歉让您有这样的经历，我们正在向门店核实，48 小时内给您答复。"),),
    ),
    Case(
        27 * HOUR,
        "billing",
        "phone",
        "Charged for a service I never ordered",
        "There is a video package on my bill that I never ordered, for the third month. Nobody called back.",
        "en",
        kind="complaint",
        about="Sofia Rossi",
    ),
    Case(
        4 * DAY,
        "fault",
        "phone",
        "報修三次仍未修好",
        "同一條線路報修三次，每次都說修好了，第二天又斷線。要求賠償。",
        "zh-hant",
        kind="complaint",
        about="姜涛",
        steps=(
            (2 * HOUR, REPLY, "非常抱歉，我們安排資深工程師明早上門全面檢測。"),
            (26 * HOUR, RESOLVE, "線路接頭已全部更換，並觀察二十四小時無斷線。"),
            (38 * HOUR, REOPEN, "今天早上又斷了一次。"),
            (40 * HOUR, REPLY, "我們今天下午再次上門，並更換入戶線。"),
        ),
    ),
)
MONTHLY = (
    (
        "conduct",
        "赵子涵",
        "态度不耐烦",
        "客服多次打断我说话，最后直接挂断。",
        "沟通技巧不足，通话高峰时段情绪急躁。",
        "致歉并安排沟通培训，主管每周抽听录音。",
    ),
    (
        "billing",
        "Priya Sharma",
        "Wrong tariff promised",
        "I was promised 59 a month and billed 79.",
        "An outdated tariff sheet was used.",
        "Difference returned; tariff sheets are versioned now.",
    ),
    (
        "fault",
        "谢雨晨",
        "约好上门未到",
        "约好周三上午上门，等到下午也没有人来，也没有电话。",
        "派单漏改，无人跟进。",
        "致歉并补偿一个月月租，派单改期需双人确认。",
    ),
    (
        "order",
        "秦海燕",
        "合约条款未说明",
        "办理时没有说明两年合约，违约金高得离谱。",
        "未按标准逐条说明合约。",
        "解除合约，门店复训办理标准。",
    ),
)
IDEAS = (
    ("李喆", "回访前先看上次的记录", "回访电话里经常让客户重复问题，建议在回访页面直接显示上次的服务记录。"),
    (
        "Emily Novak",
        "Say the waiting time in the chat",
        "Customers stay calm when they know how long it takes. Show it above the text box.",
    ),
    ("陶勇", "维修车备常用接头", "一半的二次上门是因为缺接头，建议每辆车配一个标准备件盒。"),
)
CUSTOMER_IDEA = ("營業廳增設老年人專窗", "家裡老人不會用叫號機，希望能有一個老年人專窗。")
PRAISE = (
    ("王思琪", "客服小王非常耐心，帮我父亲一步一步设置好了手机。"),
    ("Grace Liu", "She stayed on the line until everything worked. Wonderful."),
)
