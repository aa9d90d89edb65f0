"""Six cases every service company knows; each in English, Simplified and Traditional Chinese."""

from dataclasses import dataclass

Texts = tuple[str, str, str]


@dataclass(frozen=True)
class ShippedCase:
    """A case with the code of the standard it fell short of and the shortcuts of wording that helps in it."""

    code: str
    standard: str
    title: Texts
    happened: Texts
    root_cause: Texts
    gap: Texts
    measure: Texts
    lesson: Texts
    wordings: tuple[str, ...] = ()


CASES = (
    ShippedCase(
        "late-delivery-silence",
        "keep-call-backs",
        ("The parcel was late, and nobody said so", "包裹迟到，却无人告知", "包裹遲到，卻無人告知"),
        (
            "A birthday present was promised for Friday. The carrier was held up on Thursday; the customer learned it on Saturday by asking for the third time.",
            "客户订的生日礼物承诺周五送达。周四物流受阻，客户周六第三次询问时才得知。",
            "客戶訂的生日禮物承諾週五送達。週四物流受阻，客戶週六第三次詢問時才得知。",
        ),
        (
            "The carrier's notice went to a mailbox nobody reads after 18:00, and no one owns promises with a date.",
            "物流通知发到18点后无人查看的邮箱，有日期承诺的订单没有专人负责。",
            "物流通知發到18點後無人查看的信箱，有日期承諾的訂單沒有專人負責。",
        ),
        (
            "The standard asks us to tell the customer before the promised time passes; we told him a day after.",
            "标准要求在承诺时间之前主动告知客户，我们晚了一天。",
            "標準要求在承諾時間之前主動告知客戶，我們晚了一天。",
        ),
        (
            "- The carrier's notices open a request by themselves.\n- The desk looks through dated promises at 10:00 and 16:00.",
            "- 物流通知自动生成工单。\n- 每天10点和16点检查有日期承诺的订单。",
            "- 物流通知自動產生工單。\n- 每天10點和16點檢查有日期承諾的訂單。",
        ),
        (
            "Bad news told early costs a sorry; found out late it costs the customer.",
            "坏消息早说，一句抱歉；客户自己发现，失去客户。",
            "壞消息早說，一句抱歉；客戶自己發現，失去客戶。",
        ),
        ("delay", "angry"),
    ),
    ShippedCase(
        "five-transfers",
        "record-completely",
        ("Told the same story five times", "同一件事说了五遍", "同一件事說了五遍"),
        (
            "A customer with an internet fault was passed on five times in 40 minutes and explained everything anew each time.",
            "客户报网络故障，40分钟内被转接五次，每次都要从头说明。",
            "客戶報網路故障，40分鐘內被轉接五次，每次都要從頭說明。",
        ),
        (
            "Calls were handed over without a note, and three of the five did not know who repairs what.",
            "转接时没有留下记录，五人中有三人不清楚各部门职责。",
            "轉接時沒有留下紀錄，五人中有三人不清楚各部門職責。",
        ),
        (
            "The standard: one hand-over at most, with a note, and the first person stays responsible.",
            "标准：最多转接一次，附说明，首接人负责到底。",
            "標準：最多轉接一次，附說明，首接人負責到底。",
        ),
        (
            "- A hand-over needs a note of what is known and what was tried.\n- A one-page list of who answers for what.",
            "- 转接必须写明已知情况和已尝试的办法。\n- 制作一页纸的职责清单。",
            "- 轉接必須寫明已知情況和已嘗試的辦法。\n- 製作一頁紙的職責清單。",
        ),
        (
            "Whoever picks up first stays the customer's person until it is solved.",
            "谁先接，谁跟到底。",
            "誰先接，誰跟到底。",
        ),
        ("fault", "angry"),
    ),
    ShippedCase(
        "refund-promised-twice",
        "answer-enquiries",
        ("A refund promised on two different days", "退款到账日前后说法不一", "退款到帳日前後說法不一"),
        (
            "One colleague said three days for a refund, another fourteen. The customer complained on day four.",
            "一位同事说退款三天到账，另一位说十四天。第四天客户投诉。",
            "一位同事說退款三天到帳，另一位說十四天。第四天客戶投訴。",
        ),
        (
            "The times stood in an old note on the wall; the process had changed with the new bank.",
            "墙上贴的是旧时限，换银行后流程已变。",
            "牆上貼的是舊時限，換銀行後流程已變。",
        ),
        (
            "The standard asks for one answer from every channel and for a day the customer can rely on.",
            "标准要求各渠道答复一致，并给出可信赖的日期。",
            "標準要求各管道答覆一致，並給出可信賴的日期。",
        ),
        (
            "- Times stand only in the wording library, with an owner.\n- Notes on walls were taken down.",
            "- 时限只写在话术库中，并有负责人维护。\n- 清除墙上的旧便条。",
            "- 時限只寫在話術庫中，並有負責人維護。\n- 清除牆上的舊便條。",
        ),
        (
            "What is written in two places is wrong in one.",
            "同一件事写在两处，总有一处是错的。",
            "同一件事寫在兩處，總有一處是錯的。",
        ),
        ("refund", "billing"),
    ),
    ShippedCase(
        "phone-at-the-table",
        "greet-first",
        ("Eyes on the phone while a guest waits", "客人等候时低头看手机", "客人等候時低頭看手機"),
        (
            "At the front desk a colleague finished a private chat while a family with luggage stood waiting for two minutes.",
            "前台一位同事聊完私人微信才接待，带着行李的一家人站着等了两分钟。",
            "前台一位同事聊完私人訊息才接待，帶著行李的一家人站著等了兩分鐘。",
        ),
        (
            "Breaks were cut for weeks because of missing staff, so private things were done at the desk.",
            "因人手不足，连续数周取消休息，私事只好在岗位上处理。",
            "因人手不足，連續數週取消休息，私事只好在崗位上處理。",
        ),
        (
            "The standard: look up and greet within ten seconds, whatever one is doing.",
            "标准：十秒内抬头问候，无论手头在做什么。",
            "標準：十秒內抬頭問候，無論手頭在做什麼。",
        ),
        (
            "- Breaks are on the shift plan and covered.\n- Phones stay in the back room.",
            "- 班表列出休息时间并安排顶岗。\n- 手机放在后台。",
            "- 班表列出休息時間並安排頂崗。\n- 手機放在後台。",
        ),
        (
            "Manners fail where rest is missing: mend the plan, not only the person.",
            "没有休息就没有微笑：改班表，而不只是批评人。",
            "沒有休息就沒有微笑：改班表，而不只是批評人。",
        ),
        ("conduct", "greet"),
    ),
    ShippedCase(
        "allergy-not-passed-on",
        "take-the-order",
        ("An allergy that did not reach the kitchen", "过敏信息没有传到厨房", "過敏資訊沒有傳到廚房"),
        (
            "A guest said at booking that nuts make her ill. The dish came with nuts; a colleague saw it in time.",
            "客人订位时说明对坚果过敏，上的菜却含坚果，幸好同事及时发现。",
            "客人訂位時說明對堅果過敏，上的菜卻含堅果，幸好同事及時發現。",
        ),
        (
            "The booking has a field for it, the kitchen's slip has not.",
            "订位系统有此栏位，厨房单没有。",
            "訂位系統有此欄位，廚房單沒有。",
        ),
        (
            "The standard asks to repeat allergies at ordering and at serving.",
            "标准要求点单和上菜时各复述一次过敏信息。",
            "標準要求點單和上菜時各複述一次過敏資訊。",
        ),
        (
            "1. The slip prints allergies on top.\n2. Who serves says them aloud.\n3. It is part of each shift's briefing.",
            "1. 厨房单顶部打印过敏信息。\n2. 上菜人员口头复述。\n3. 纳入每班交接。",
            "1. 廚房單頂部列印過敏資訊。\n2. 上菜人員口頭複述。\n3. 納入每班交接。",
        ),
        (
            "Luck is not a process: what almost happened is a case too.",
            "侥幸不是流程：险些发生的事也要复盘。",
            "僥倖不是流程：險些發生的事也要檢討。",
        ),
        ("more",),
    ),
    ShippedCase(
        "solved-but-not-asked",
        "verify-solved",
        (
            "Closed for us, still broken for the customer",
            "我们结案了，客户的问题还在",
            "我們結案了，客戶的問題還在",
        ),
        (
            "A repair was marked solved after the visit. The fault came back the same evening; the customer wrote a public one-star review.",
            "上门维修后即标记已解决。当晚故障复发，客户在网上给了一星差评。",
            "上門維修後即標記已解決。當晚故障復發，客戶在網路上給了一星差評。",
        ),
        (
            "We measured visits, not working devices, and nobody called back.",
            "考核的是上门次数而不是修好率，也没有回访。",
            "考核的是上門次數而不是修好率，也沒有回訪。",
        ),
        (
            "The standard: a repair is solved when the customer says so, asked within 48 hours.",
            "标准：48小时内回访，客户确认后才算解决。",
            "標準：48小時內回訪，客戶確認後才算解決。",
        ),
        (
            "- A call-back is planned with each repair.\n- The figure on the board is repairs that hold for a week.",
            "- 每次维修都安排回访。\n- 看板指标改为一周内不复发的比例。",
            "- 每次維修都安排回訪。\n- 看板指標改為一週內不復發的比例。",
        ),
        ("Ask before the customer has to tell.", "先问一句，别等客户来说。", "先問一句，別等客戶來說。"),
        ("followup", "solved"),
    ),
)
