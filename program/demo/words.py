"""What the demo company's customers, managers and staff write."""

HAPPY = (
    "非常耐心，问题一次就解决了。",
    "服务态度很好，讲得清楚。",
    "等了不到一分钟就接通，很专业！",
    "客服記得我上次的問題，很貼心。",
    "處理得又快又好，謝謝！",
    "Solved my problem in one call, thank you!",
    "Friendly, clear and fast.",
    "She called back exactly when she said she would.",
    "Best support I have had in years.",
)
MIXED = (
    "还可以，就是等得有点久。",
    "解释得不够清楚，不过最后解决了。",
    "服務不錯，但轉接了兩次。",
    "Helpful in the end, but I had to explain everything twice.",
    "Fine.",
    "一般般。",
)
UNHAPPY = (
    "等了二十分钟没人接，太失望了。",
    "问题没有解决，还得再打一次。",
    "態度很差，直接掛電話。",
    "Promised a call back and nobody called.",
    "Third time I report the same fault.",
)
PRAISE = (
    "Customer wrote a letter of thanks 客户来信表扬",
    "Stayed after hours to help an elderly customer 主动加班帮助老年客户",
    "Found the cause of a fault that had been open for weeks 找到困扰数周的故障原因",
)
COMPLAINTS = (
    "Promised call back not made 承诺回电未兑现",
    "Wrong tariff quoted, upheld after review 报错资费，核实成立",
    "Impolite wording on a recorded call 录音核实用语不当",
)
ERRORS = (
    "Order entered for the wrong address 订单地址录入错误",
    "Ticket closed without the customer's consent 未经客户确认即关闭工单",
)
MANAGER_COMMENTS = (
    "",
    "",
    "稳定可靠，继续保持。",
    "Clear improvement in first-time resolution.",
    "收尾記錄要再仔細一些。",
    "Helps new colleagues without being asked.",
    "Watch the talk time; the answers themselves are good.",
)
SELF_COMMENTS = (
    "",
    "",
    "这个月新系统上线，花了很多时间熟悉。",
    "I want to get better at handling upset customers.",
    "完成了全部回訪。",
)
TOPICS = (
    "Contract 合同",
    "Bill 账单",
    "Internet fault 网络故障",
    "Order and delivery 订单配送",
    "Technical support 技术支持",
    "Refund 退款",
    "New connection 新装",
)
APPEAL = (
    "两条低分评价是因为全网断线，不是我的服务问题，请重新核实。 "
    "Two low answers of the 12th are about the network outage, not about the service."
)
CORRECTION = "Call-back showed that three answers were meant for another team. 回访确认三条评价属于其他班组。"
CUSTOMER_FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
CUSTOMER_GIVEN_NAMES = ("伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰")
CUSTOMER_ENGLISH = ("Alice Brown", "Tom Evans", "Nora Schmidt", "Ravi Patel", "Julia Costa", "Owen Clark")
FOLLOWED_UP = "Called back and apologised; a colleague takes over. 已回访致歉,由同事跟进。"
COMPLAINT_ANSWERS = (
    "非常抱歉给您带来不好的体验，我们已开始核实，48 小时内答复您。",
    "We are sorry. We look into it now and you hear from us within 48 hours.",
)
CALLED_BACK = "客户表示满意，感谢主动回电。 The customer is satisfied and thanks for the call."
ADOPTED = "很好的想法，下个月起实施。 A good idea; it starts next month."
HANDED_OVER = "你熟悉这家门店，请跟进。 You know this shop; please go on with it."
