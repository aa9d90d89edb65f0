"""Complaints: from the promise that prevents them to the lesson that is learned."""

from typing import Any

COMPLAINTS: dict[str, Any] = {
    "code": "complaints",
    "title": ("Handling complaints", "投诉处理标准", "投訴處理標準"),
    "foreword": (
        "Who complains gives us a second chance. These standards say how we take it: within a day there is an answer, within two a result, and it is finished only when the customer says so.",
        "愿意投诉的客户，是在给我们第二次机会。本标准规定我们如何把握这次机会：一天内有答复，两天内有结果，客户认可才算办结。",
        "願意投訴的顧客，是在給我們第二次機會。本標準規定我們如何把握這次機會：一天內有答覆，兩天內有結果，顧客認可才算結案。",
    ),
    "standards": [
        {
            "code": "easy-to-complain",
            "stage": "pre_sale",
            "title": ("Make complaining easy", "投诉渠道公开畅通", "投訴管道公開暢通"),
            "behaviour": (
                "Show the ways to complain – telephone, web form, QR code – on every receipt, at the entrance and on the site. Test each of them once a week as a customer would.",
                "投诉电话、网页表单和二维码应出现在每张小票、门店入口和官网上。每周以客户身份逐一测试一次。",
                "投訴電話、網頁表單和 QR Code 應出現在每張收據、門市入口和官網上。每週以顧客身分逐一測試一次。",
            ),
            "attitude": (
                "Whoever asks where to complain is helped, not talked out of it.",
                "客户问在哪里投诉，就帮他找到，不劝阻、不推脱。",
                "顧客問在哪裡投訴，就幫他找到，不勸阻、不推託。",
            ),
            "wording": (
                "I am glad you tell us. You can tell me right here, or scan this code if you prefer to write.",
                "谢谢您愿意告诉我们。您可以直接跟我说，也可以扫这个二维码写下来。",
                "謝謝您願意告訴我們。您可以直接跟我說，也可以掃這個 QR Code 寫下來。",
            ),
            "indicators": [
                (
                    (
                        "Ways to complain that work (weekly test)",
                        "投诉渠道可用率（每周测试）",
                        "投訴管道可用率（每週測試）",
                    ),
                    "at_least",
                    "100",
                    "percent",
                ),
            ],
        },
        {
            "code": "clear-conditions",
            "stage": "pre_sale",
            "title": ("Say the conditions before the purchase", "售前讲清条件", "售前說清條件"),
            "behaviour": (
                "Before the customer pays, name price, extra costs, delivery date and what cannot be returned. Promise only what the stock list and the calendar show.",
                "客户付款前，说明价格、附加费用、交付日期以及不可退换的情形。只承诺库存和排期能够做到的事。",
                "顧客付款前，說明價格、附加費用、交付日期以及不可退換的情形。只承諾庫存和排程能夠做到的事。",
            ),
            "attitude": (
                "Rather lose a sale than a customer's trust.",
                "宁可少卖一单，也不失去客户的信任。",
                "寧可少賣一單，也不失去顧客的信任。",
            ),
            "wording": (
                "One thing before you decide: this item cannot be returned once it has been opened.",
                "在您决定之前有一点要说明：这件商品拆封后不能退货。",
                "在您決定之前有一點要說明：這件商品拆封後不能退貨。",
            ),
            "indicators": [
                (
                    (
                        "Complaints about conditions nobody mentioned",
                        "因未告知条件引发的投诉占比",
                        "因未告知條件引發的投訴占比",
                    ),
                    "at_most",
                    "2",
                    "percent",
                ),
            ],
        },
        {
            "code": "see-it-coming",
            "stage": "pre_sale",
            "title": ("Notice displeasure early", "及早察觉不满", "及早察覺不滿"),
            "behaviour": (
                "Watch for silence, short answers and looks at the clock, and ask what is wrong before the customer has to. Settle at once what you may settle yourself.",
                "留意沉默、回答简短、频频看表等信号，在客户开口前先问一句。自己有权处理的，当场解决。",
                "留意沉默、回答簡短、頻頻看錶等訊號，在顧客開口前先問一句。自己有權處理的，當場解決。",
            ),
            "attitude": (
                "Attentive, not intrusive: one honest question is enough.",
                "关心而不打扰：真诚地问一句就够了。",
                "關心而不打擾：真誠地問一句就夠了。",
            ),
            "wording": (
                "I have the impression that something is not right. May I ask what it is?",
                "我感觉您好像有些不满意，方便告诉我是哪里没做好吗？",
                "我感覺您好像有些不滿意，方便告訴我是哪裡沒做好嗎？",
            ),
            "indicators": [
                (
                    ("Displeasure settled on the spot", "现场化解率", "現場化解率"),
                    "at_least",
                    "80",
                    "percent",
                ),
            ],
        },
        {
            "code": "know-your-limits",
            "stage": "pre_sale",
            "title": ("Know what you may decide", "清楚自己的权限", "清楚自己的權限"),
            "behaviour": (
                "Know by heart up to which amount you, your supervisor and the manager may refund or compensate, and who stands in. Never send a customer looking for somebody who may decide.",
                "熟记本人、主管和经理的退款与补偿权限，以及各自的替补人。绝不让客户自己去找能做主的人。",
                "熟記本人、主管和經理的退款與補償權限，以及各自的代理人。絕不讓顧客自己去找能做主的人。",
            ),
            "attitude": (
                "Decide gladly and answer for it.",
                "敢于决定，也敢于负责。",
                "勇於決定，也勇於負責。",
            ),
            "wording": (
                "I can decide that myself, right now.",
                "这件事我可以做主，现在就为您办理。",
                "這件事我可以做主，現在就為您辦理。",
            ),
            "indicators": [
                (
                    ("Staff who know their limits (spot check)", "权限知晓率（抽查）", "權限知曉率（抽查）"),
                    "at_least",
                    "100",
                    "percent",
                ),
            ],
        },
        {
            "code": "let-finish",
            "stage": "in_sale",
            "title": ("Let the customer finish", "听客户把话说完", "聽顧客把話說完"),
            "behaviour": (
                "Go to a quiet place, sit down, take notes and do not interrupt. Then say in your own words what happened and what is wanted, and ask whether you understood it.",
                "请客户到安静处坐下，边听边记，不打断。听完用自己的话复述经过和诉求，请客户确认是否准确。",
                "請顧客到安靜處坐下，邊聽邊記，不打斷。聽完用自己的話複述經過和訴求，請顧客確認是否正確。",
            ),
            "attitude": (
                "Take the feeling seriously before the facts; do not defend, do not doubt.",
                "先照顾情绪，再处理事情；不辩解，不怀疑。",
                "先照顧情緒，再處理事情；不辯解，不懷疑。",
            ),
            "wording": (
                "That must have been very annoying. Let me make sure that I have understood you.",
                "遇到这样的事，换作是我也会生气。我跟您确认一下，看我理解得对不对。",
                "遇到這樣的事，換作是我也會生氣。我跟您確認一下，看我理解得對不對。",
            ),
            "indicators": [
                (
                    ("“I was taken seriously”", "“受到重视”评分", "「受到重視」評分"),
                    "at_least",
                    "4.3",
                    "stars",
                ),
            ],
        },
        {
            "code": "apologise",
            "stage": "in_sale",
            "title": ("Apologise, do not look for a culprit", "先致歉，不推责", "先致歉，不推責"),
            "behaviour": (
                "Apologise for what the customer went through, once and honestly, before the cause is known. Name no colleague, no other department and no supplier as guilty.",
                "原因未明之前，先为客户的遭遇真诚致歉一次。不把责任推给同事、其他部门或供应商。",
                "原因未明之前，先為顧客的遭遇真誠致歉一次。不把責任推給同事、其他部門或供應商。",
            ),
            "attitude": (
                "You speak for the company, whoever made the mistake.",
                "无论是谁的失误，此刻你代表公司。",
                "無論是誰的失誤，此刻你代表公司。",
            ),
            "wording": (
                "I am sorry that this happened to you with us. I will look after it until it is settled.",
                "很抱歉让您遇到这样的事，我会一直跟进到解决为止。",
                "很抱歉讓您遇到這樣的事，我會一直跟進到解決為止。",
            ),
            "indicators": [
                (
                    (
                        "Complaints about conduct during a complaint",
                        "处理过程引发的二次投诉占比",
                        "處理過程引發的二次投訴占比",
                    ),
                    "at_most",
                    "1",
                    "percent",
                ),
            ],
        },
        {
            "code": "record-completely",
            "stage": "in_sale",
            "title": ("Record it completely", "完整登记", "完整登記"),
            "behaviour": (
                "Record at once who, what, when, where, the damage and what is wanted, with photos and receipts. Give the customer the number and the link to follow it, and name who is responsible.",
                "当场登记人、事、时、地、损失和诉求，附照片和单据。把编号和查询链接交给客户，并告知责任人。",
                "當場登記人、事、時、地、損失和訴求，附照片和單據。把編號和查詢連結交給顧客，並告知負責人。",
            ),
            "attitude": (
                "So exact that nobody has to ask the customer a second time.",
                "记录要详细到不必再问客户第二遍。",
                "記錄要詳細到不必再問顧客第二遍。",
            ),
            "wording": (
                "This is your number, and by this link you see every step. I am responsible, my name is [name].",
                "这是您的受理编号，点这个链接可以看到每一步进展。由我负责，我叫[姓名]。",
                "這是您的受理編號，點這個連結可以看到每一步進度。由我負責，我叫[姓名]。",
            ),
            "indicators": [
                (("Recorded within", "登记时限", "登記時限"), "at_most", "30", "minutes"),
                (
                    ("Records complete at the first time", "一次登记完整率", "一次登記完整率"),
                    "at_least",
                    "98",
                    "percent",
                ),
            ],
        },
        {
            "code": "answer-in-a-day",
            "stage": "in_sale",
            "title": ("Answer within a day", "一天内答复", "一天內答覆"),
            "behaviour": (
                "Answer personally within 24 hours: what we know, what we do next, and when the customer hears from us again. Who has no result yet says how far it is.",
                "24小时内由专人答复：目前了解到的情况、下一步做什么、什么时候再联系。没有结果也要告知进展。",
                "24小時內由專人答覆：目前了解的情況、下一步做什麼、什麼時候再聯絡。沒有結果也要告知進度。",
            ),
            "attitude": (
                "Reliable: a small promise kept weighs more than a large one broken.",
                "言出必行：兑现一个小承诺，胜过许下一个大承诺。",
                "言出必行：兌現一個小承諾，勝過許下一個大承諾。",
            ),
            "wording": (
                "We have checked your order and found the mistake. You hear our proposal tomorrow by three o'clock.",
                "我们核对了您的订单，已经找到问题所在，明天下午三点前给您处理方案。",
                "我們核對了您的訂單，已經找到問題所在，明天下午三點前給您處理方案。",
            ),
            "indicators": [
                (("First answer within", "首次答复时限", "首次答覆時限"), "at_most", "24", "hours"),
                (("Complaints answered in time", "答复及时率", "答覆及時率"), "at_least", "98", "percent"),
            ],
        },
        {
            "code": "solve-in-two-days",
            "stage": "in_sale",
            "title": ("Bring a result within two days", "两天内给出结果", "兩天內給出結果"),
            "behaviour": (
                "Put forward a solution within 48 hours that repairs the damage and fits its cause; offer a choice where there is one. What goes beyond your limits you have decided the same day.",
                "48小时内提出方案，弥补损失并与原因相称，有条件时给客户选择。超出权限的，当天报批。",
                "48小時內提出方案，彌補損失並與原因相稱，有條件時給顧客選擇。超出權限的，當天報核。",
            ),
            "attitude": (
                "Generous where we failed, clear where we cannot.",
                "是我们的错就大方承担，做不到的就如实说明。",
                "是我們的錯就大方承擔，做不到的就如實說明。",
            ),
            "wording": (
                "We can exchange it tomorrow or pay your money back today. Which do you prefer?",
                "我们可以明天为您换新，也可以今天退款，您看哪种方式更合适？",
                "我們可以明天為您換新，也可以今天退款，您覺得哪一種比較合適？",
            ),
            "indicators": [
                (("Result within", "处理结果时限", "處理結果時限"), "at_most", "48", "hours"),
                (
                    ("Solved with the first proposal", "首次方案接受率", "首次方案接受率"),
                    "at_least",
                    "75",
                    "percent",
                ),
            ],
        },
        {
            "code": "verify-solved",
            "stage": "after_sale",
            "title": ("Ask whether it is really solved", "回访确认解决", "回訪確認解決"),
            "behaviour": (
                "Call within three days after the solution: does it work, is the money there, is anything left? Close the complaint only when the customer agrees; else open it again.",
                "处理后三天内回访：问题是否解决、款项是否到账、还有没有遗留。客户认可后才能办结，否则重新开启。",
                "處理後三天內回訪：問題是否解決、款項是否入帳、還有沒有遺留。顧客認可後才能結案，否則重新開啟。",
            ),
            "attitude": (
                "Interested in the answer, not in closing the file.",
                "关心的是问题有没有解决，而不是能不能结案。",
                "關心的是問題有沒有解決，而不是能不能結案。",
            ),
            "wording": (
                "I call to hear whether everything works now as you wished.",
                "给您打电话是想确认一下，现在一切是不是都正常了。",
                "打電話給您是想確認一下，現在一切是不是都正常了。",
            ),
            "indicators": [
                (("Called back within", "回访时限", "回訪時限"), "at_most", "3", "days"),
                (("Satisfaction with the solution", "处理满意度", "處理滿意度"), "at_least", "4", "stars"),
            ],
        },
        {
            "code": "find-the-cause",
            "stage": "after_sale",
            "title": ("Find the cause", "查明原因", "查明原因"),
            "behaviour": (
                "Ask “why” until a cause is found that somebody can remove; “carelessness” is none. Record cause, responsible department and measure with a date.",
                "连续追问“为什么”，直到找到可以消除的原因；“粗心”不算原因。记录原因、责任部门、措施和期限。",
                "連續追問「為什麼」，直到找到可以消除的原因；「粗心」不算原因。記錄原因、責任部門、措施和期限。",
            ),
            "attitude": (
                "Curious about the process, fair to the people.",
                "对流程追根究底，对同事公平公正。",
                "對流程追根究柢，對同事公平公正。",
            ),
            "wording": (
                "What would have had to be different for this not to happen?",
                "怎样做，这件事就不会发生？",
                "怎樣做，這件事就不會發生？",
            ),
            "indicators": [
                (
                    ("Complaints with a cause that can be removed", "原因查明率", "原因查明率"),
                    "at_least",
                    "95",
                    "percent",
                ),
                (("Cause found within", "原因查明时限", "原因查明時限"), "at_most", "5", "days"),
            ],
        },
        {
            "code": "share-the-lesson",
            "stage": "after_sale",
            "title": ("Share the lesson", "分享教训", "分享教訓"),
            "behaviour": (
                "Tell the instructive cases at the monthly review, without names. Change the standard or the course where it has a gap, and look after three months whether it happens less often.",
                "在每月复盘会上分享典型案例，隐去姓名。标准或课程有缺口的，及时修订，三个月后检查同类问题是否减少。",
                "在每月檢討會上分享典型案例，隱去姓名。標準或課程有缺口的，及時修訂，三個月後檢查同類問題是否減少。",
            ),
            "attitude": (
                "A mistake is paid for once it has taught everybody something.",
                "让所有人都从错误中学到东西，代价才没有白付。",
                "讓所有人都從錯誤中學到東西，代價才沒有白付。",
            ),
            "wording": (
                "This happened to us, this was the reason, and this is what we do differently now.",
                "我们遇到过这样的事，原因是这个，现在我们改成这样做。",
                "我們遇過這樣的事，原因是這個，現在我們改成這樣做。",
            ),
            "indicators": [
                (
                    ("Complaints of the same cause again", "同因重复投诉率", "同因重複投訴率"),
                    "at_most",
                    "5",
                    "percent",
                ),
            ],
        },
        {
            "code": "win-back",
            "stage": "after_sale",
            "title": ("Win the customer back", "挽回客户信任", "挽回顧客信任"),
            "behaviour": (
                "Thank for the complaint in writing and say what we changed because of it. See to it yourself that the next visit goes well. What the customer told us stays confidential.",
                "以书面形式感谢客户的投诉，并告知我们因此做了哪些改变。亲自关照客户的下一次光临。客户所述内容严格保密。",
                "以書面形式感謝顧客的投訴，並告知我們因此做了哪些改變。親自關照顧客的下一次光臨。顧客所述內容嚴格保密。",
            ),
            "attitude": ("Grateful, and without any grudge.", "心存感激，不存芥蒂。", "心存感激，不存芥蒂。"),
            "wording": (
                "Because of your complaint we now check every delivery twice. Thank you for telling us.",
                "因为您的投诉，我们现在每一单都会复核两遍。谢谢您告诉我们。",
                "因為您的投訴，我們現在每一單都會複核兩遍。謝謝您告訴我們。",
            ),
            "indicators": [
                (
                    ("Customers who buy again within a year", "投诉客户一年内回购率", "投訴顧客一年內回購率"),
                    "at_least",
                    "60",
                    "percent",
                ),
            ],
        },
    ],
}
