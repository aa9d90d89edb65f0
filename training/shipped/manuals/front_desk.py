"""The front desk: the first minute of every visit and every call."""

from typing import Any

FRONT_DESK: dict[str, Any] = {
    "code": "front-desk",
    "title": ("Front desk", "前台服务标准", "櫃檯服務標準"),
    "foreword": (
        "The front desk is the first person a customer meets and the last one they remember. These standards say what everybody "
        "may expect there, on a quiet morning as well as on the busiest afternoon.",
        "前台是客户见到的第一个人，也是离开时记住的最后一个人。无论是清闲的早晨还是最忙的下午，客户在这里都应得到同样的服务。",
        "櫃檯是顧客見到的第一個人，也是離開時記住的最後一個人。無論是清閒的早晨還是最忙的下午，顧客在這裡都應得到同樣的服務。",
    ),
    "standards": [
        {
            "code": "ready-to-open",
            "stage": "pre_sale",
            "title": ("Ready before the doors open", "开门前准备就绪", "開門前準備就緒"),
            "behaviour": (
                "Be at the desk ten minutes before opening. Test telephone, printer and queue display, fill up forms and water, and read "
                "the hand-over book. Wear the uniform with the name badge on the left.",
                "开门前十分钟到岗，检查电话、打印机和叫号屏，补齐表单和饮用水，阅读交接本。着工装，姓名牌佩戴在左胸。",
                "開門前十分鐘到崗，檢查電話、印表機和叫號螢幕，補齊表單和飲用水，閱讀交接簿。穿著制服，名牌佩戴在左胸。",
            ),
            "attitude": (
                "Calm and awake: the first customer gets the same attention as the tenth.",
                "从容、精神饱满：第一位客户与第十位客户得到同样的关注。",
                "從容、精神飽滿：第一位顧客與第十位顧客得到同樣的關注。",
            ),
            "wording": (
                "Good morning, please come in – we are open for you.",
                "早上好，请进，我们已经准备好为您服务了。",
                "早安，請進，我們已經準備好為您服務了。",
            ),
            "indicators": [
                (("Desk ready at opening time", "准时开门率", "準時開門率"), "at_least", "100", "percent"),
            ],
        },
        {
            "code": "greet-first",
            "stage": "pre_sale",
            "title": ("Greet first", "主动问候", "主動問候"),
            "behaviour": (
                "Look up, stand up and greet before the customer has to speak. If you are serving somebody else, nod and say how long it "
                "will take. Put private phones and conversations away.",
                "客户走近时先抬头、起身、问候，不等客户开口。正在接待他人时，点头示意并告知大概要等多久。收起私人手机，停止闲谈。",
                "顧客走近時先抬頭、起身、問候，不等顧客開口。正在接待他人時，點頭示意並告知大概要等多久。收起私人手機，停止閒談。",
            ),
            "attitude": (
                "Friendly eyes, an open posture, an even voice – also with a customer who does not greet back.",
                "目光友善，姿态自然，语气平和；客户没有回应时同样如此。",
                "目光友善，姿態自然，語氣平和；顧客沒有回應時也是如此。",
            ),
            "wording": (
                "Good afternoon, welcome. How may I help you? / I will be with you in about two minutes.",
                "下午好，欢迎光临，请问有什么可以帮您？／请稍坐，我大约两分钟后为您办理。",
                "午安，歡迎光臨，請問有什麼能為您服務的？／請稍坐，我大約兩分鐘後為您辦理。",
            ),
            "indicators": [
                (("Time until the greeting", "问候等候时间", "問候等候時間"), "at_most", "10", "seconds"),
                (
                    (
                        "Visitors greeted first (mystery visits)",
                        "主动问候率（神秘客检查）",
                        "主動問候率（神秘客檢查）",
                    ),
                    "at_least",
                    "98",
                    "percent",
                ),
            ],
        },
        {
            "code": "answer-the-phone",
            "stage": "pre_sale",
            "title": ("Answer the telephone", "接听电话", "接聽電話"),
            "behaviour": (
                "Pick up within three rings, say the company, your name and a greeting. Write down name, number and wish while listening. "
                "Announce before you put somebody through, and stay on the line until the colleague answers.",
                "铃响三声内接听，报公司名、本人姓名并问候。边听边记下对方称呼、电话和诉求。转接前先说明，等同事接起后再挂断。",
                "鈴響三聲內接聽，報公司名、本人姓名並問候。邊聽邊記下對方稱呼、電話和需求。轉接前先說明，等同事接起後再掛斷。",
            ),
            "attitude": (
                "Smile while you speak: it can be heard. Never let haste become the caller's problem.",
                "面带微笑说话，对方听得出来。再忙也不把急躁带给来电者。",
                "面帶微笑說話，對方聽得出來。再忙也不把急躁帶給來電者。",
            ),
            "wording": (
                "Good morning, this is [company], [name] speaking. May I put you through to Ms Chen? She handles this and I will tell her what "
                "you told me.",
                "您好，这里是[公司]，我是[姓名]。我为您转接陈女士，她负责这项业务，您刚才说的情况我会先转告她。",
                "您好，這裡是[公司]，我是[姓名]。我為您轉接陳小姐，她負責這項業務，您剛才說的情況我會先轉告她。",
            ),
            "indicators": [
                (("Calls answered within", "来电接听时限", "來電接聽時限"), "at_most", "15", "seconds"),
                (("Calls answered", "来电接通率", "來電接通率"), "at_least", "95", "percent"),
            ],
        },
        {
            "code": "answer-enquiries",
            "stage": "pre_sale",
            "title": ("Give a complete answer", "准确答复咨询", "準確答覆諮詢"),
            "behaviour": (
                "Answer prices, conditions and dates from the current list, never from memory. What you do not know you find out, and you "
                "call back at the time you named – also to say that it takes longer.",
                "价格、条件和时间以现行资料为准，不凭记忆回答。不清楚的当场核实；需要时间的，按约定时间回电，即使还没有结果也要告知进展。",
                "價格、條件和時間以現行資料為準，不憑記憶回答。不清楚的當場查證；需要時間的，按約定時間回電，即使還沒有結果也要告知進度。",
            ),
            "attitude": (
                "Patient and plain: no jargon, no “you should have read that”.",
                "耐心、通俗：不用行话，不说“您没看说明吗”。",
                "耐心、淺白：不用行話，不說「您沒看說明嗎」。",
            ),
            "wording": (
                "I would rather check than guess. May I call you back within fifteen minutes?",
                "为了给您准确的答复，我核实一下，十五分钟内给您回电，可以吗？",
                "為了給您準確的答覆，我查證一下，十五分鐘內回電給您，可以嗎？",
            ),
            "indicators": [
                (("Time until a correct answer", "咨询答复时限", "諮詢答覆時限"), "at_most", "15", "minutes"),
                (
                    (
                        "Correct answers (recordings checked)",
                        "答复准确率（录音抽查）",
                        "答覆正確率（錄音抽查）",
                    ),
                    "at_least",
                    "97",
                    "percent",
                ),
            ],
        },
        {
            "code": "receive-by-name",
            "stage": "in_sale",
            "title": ("Receive by name", "称呼姓名，准确登记", "稱呼姓名，正確登記"),
            "behaviour": (
                "Ask for the name once, write it as on the document and use it. Let the customer check the entry on screen before it is saved, "
                "and hand documents back with both hands.",
                "姓名只问一次，按证件填写，并以姓氏称呼客户。保存前请客户在屏幕上核对，双手递还证件。",
                "姓名只問一次，按證件填寫，並以姓氏稱呼顧客。儲存前請顧客在螢幕上核對，雙手遞還證件。",
            ),
            "attitude": (
                "Discreet: nobody in the queue learns what the visit is about.",
                "注意隐私：排队的人不应听到客户来办什么。",
                "注意隱私：排隊的人不應聽到顧客來辦什麼。",
            ),
            "wording": (
                "Thank you, Mr Li. Would you please check whether I have written everything correctly?",
                "谢谢您，李先生。请您核对一下，登记的内容是否有误？",
                "謝謝您，李先生。請您核對一下，登記的內容是否有誤？",
            ),
            "indicators": [
                (
                    ("Registrations without a mistake", "登记准确率", "登記正確率"),
                    "at_least",
                    "99",
                    "percent",
                ),
                (("Time to register", "登记用时", "登記用時"), "at_most", "3", "minutes"),
            ],
        },
        {
            "code": "show-the-way",
            "stage": "in_sale",
            "title": ("Show the way", "引导到位", "引導到位"),
            "behaviour": (
                "Go along to the lift or the door; do not only point. Tell the colleague by telephone who is coming and why, so that the "
                "customer need not explain it again.",
                "陪同客户到电梯口或门口，不能只用手指。提前电话告知接待同事来访者和事由，不让客户重复说明。",
                "陪同顧客到電梯口或門口，不能只用手指。提前電話告知接待同事來訪者和事由，不讓顧客重複說明。",
            ),
            "attitude": (
                "At the customer's pace; give older people, prams and wheelchairs the time they need.",
                "配合客户的步速；对长者、推婴儿车或坐轮椅的客户多留时间。",
                "配合顧客的步速；對長者、推嬰兒車或坐輪椅的顧客多留時間。",
            ),
            "wording": (
                "Please come with me, it is on the second floor. Ms Chen is expecting you.",
                "请跟我来，在二楼，陈女士已经在等您了。",
                "請跟我來，在二樓，陳小姐已經在等您了。",
            ),
            "indicators": [
                (
                    ("Visitors announced before they arrive", "来访预先告知率", "來訪預先告知率"),
                    "at_least",
                    "95",
                    "percent",
                ),
            ],
        },
        {
            "code": "care-while-waiting",
            "stage": "in_sale",
            "title": ("Care for those who wait", "关照等候客户", "關照等候顧客"),
            "behaviour": (
                "Say how long it will take and offer a seat and water. After ten minutes go to the customer, tell how things stand and offer "
                "another appointment. Open a second desk when more than five people wait.",
                "告知预计等候时间，请客户入座并提供饮水。满十分钟主动上前说明进展，并可另约时间。等候超过五人时加开窗口。",
                "告知預計等候時間，請顧客入座並提供飲水。滿十分鐘主動上前說明進度，並可另約時間。等候超過五人時加開櫃檯。",
            ),
            "attitude": (
                "Waiting is our doing, not the customer's: apologise once, then help.",
                "让客户久等是我们的责任：道歉一次，然后解决。",
                "讓顧客久等是我們的責任：道歉一次，然後解決。",
            ),
            "wording": (
                "I am sorry that you are waiting. Two people are before you, about eight minutes. May I bring you some water?",
                "抱歉让您久等了，前面还有两位，大约八分钟。需要给您倒杯水吗？",
                "抱歉讓您久等了，前面還有兩位，大約八分鐘。需要幫您倒杯水嗎？",
            ),
            "indicators": [
                (("Waiting time", "排队等候时间", "排隊等候時間"), "at_most", "10", "minutes"),
                (
                    ("Satisfaction with the waiting", "等候体验评分", "等候體驗評分"),
                    "at_least",
                    "4.2",
                    "stars",
                ),
            ],
        },
        {
            "code": "take-orders",
            "stage": "in_sale",
            "title": ("Take and repeat the order", "受理订单并复述", "受理訂單並複誦"),
            "behaviour": (
                "Enter the order in front of the customer, repeat item, quantity, price and date, and have it confirmed before you save it. "
                "Give a written confirmation with the number to ask about it.",
                "当着客户的面录入订单，复述项目、数量、价格和日期，客户确认后再提交，并给出写有查询编号的书面确认。",
                "當著顧客的面輸入訂單，複誦項目、數量、價格和日期，顧客確認後再送出，並給予註明查詢編號的書面確認。",
            ),
            "attitude": (
                "Careful: a minute now saves the customer a second visit.",
                "细致：现在多花一分钟，客户就不必再跑一趟。",
                "細心：現在多花一分鐘，顧客就不必再跑一趟。",
            ),
            "wording": (
                "May I repeat: two sets, delivered on Friday morning, 680 in all. Is that right?",
                "我跟您确认一下：两套，星期五上午送达，共680元，对吗？",
                "我跟您確認一下：兩組，星期五上午送達，共680元，對嗎？",
            ),
            "indicators": [
                (
                    ("Orders entered without a mistake", "订单处理准确率", "訂單處理正確率"),
                    "at_least",
                    "99.5",
                    "percent",
                ),
            ],
        },
        {
            "code": "say-goodbye",
            "stage": "after_sale",
            "title": ("See the customer off", "礼貌送别", "禮貌送別"),
            "behaviour": (
                "Ask whether everything is settled before the customer goes. Sum up who does what until when, thank, and look after the customer "
                "until the door.",
                "客户离开前询问是否都已办妥，说明后续由谁、在什么时间做什么，致谢并目送客户离开。",
                "顧客離開前詢問是否都已辦妥，說明後續由誰、在什麼時間做什麼，致謝並目送顧客離開。",
            ),
            "attitude": (
                "The last sentence gets as much attention as the first.",
                "最后一句话和第一句话同样用心。",
                "最後一句話和第一句話同樣用心。",
            ),
            "wording": (
                "Is there anything else I can do for you? Thank you for coming, and a good way home.",
                "还有什么可以帮您的吗？感谢您的光临，请慢走。",
                "還有什麼能為您服務的嗎？感謝您的光臨，請慢走。",
            ),
            "indicators": [
                (
                    ("Visits settled at the first time", "一次办结率", "一次辦結率"),
                    "at_least",
                    "90",
                    "percent",
                ),
            ],
        },
        {
            "code": "report-repairs",
            "stage": "after_sale",
            "title": ("Take repairs seriously", "受理报修", "受理報修"),
            "behaviour": (
                "Record device, fault, address and reachable times completely and pass the order on at once. Tell the customer who will call "
                "and until when, and check before your shift ends whether it happened.",
                "完整记录设备、故障、地址和可联系时段，立即派单。告知客户由谁、最晚何时联系，下班前确认是否已经联系。",
                "完整記錄設備、故障、地址和方便聯絡的時段，立即派單。告知顧客由誰、最晚何時聯絡，下班前確認是否已經聯絡。",
            ),
            "attitude": (
                "Something the customer needs is broken: be quick rather than formal.",
                "客户急用的东西坏了：重要的是快，而不是走形式。",
                "顧客急用的東西壞了：重要的是快，而不是走形式。",
            ),
            "wording": (
                "Our technician calls you within two hours. If not, ring me directly, here is my number.",
                "我们的工程师会在两小时内联系您。如果没有接到电话，请直接打给我，这是我的号码。",
                "我們的工程師會在兩小時內聯絡您。如果沒有接到電話，請直接打給我，這是我的號碼。",
            ),
            "indicators": [
                (
                    ("First contact after a repair is reported", "报修后联系时限", "報修後聯絡時限"),
                    "at_most",
                    "2",
                    "hours",
                ),
                (("Repairs finished within", "维修完成时限", "維修完成時限"), "at_most", "3", "days"),
            ],
        },
        {
            "code": "keep-call-backs",
            "stage": "after_sale",
            "title": ("Keep every promised call", "按约回电", "按約回電"),
            "behaviour": (
                "Enter every promised call with day and time. Call at that time, also without news. After three tries write a message and "
                "note it.",
                "承诺的回电都登记日期和时间，到点即拨，没有新进展也要打。三次未接通的，发送信息并做记录。",
                "承諾的回電都登記日期和時間，到點即撥，沒有新進度也要打。三次未接通的，傳送訊息並做記錄。",
            ),
            "attitude": (
                "A promise of the desk is a promise of the company.",
                "前台的承诺就是公司的承诺。",
                "櫃檯的承諾就是公司的承諾。",
            ),
            "wording": (
                "I promised to call you today. It is not finished yet, and this is how far we are.",
                "我答应今天给您回电。事情还没有办完，目前的进展是这样的。",
                "我答應今天回電給您。事情還沒有辦完，目前的進度是這樣的。",
            ),
            "indicators": [
                (
                    ("Calls made at the promised time", "按约回电率", "按約回電率"),
                    "at_least",
                    "98",
                    "percent",
                ),
            ],
        },
        {
            "code": "lost-property",
            "stage": "after_sale",
            "title": ("Keep lost property safe", "保管遗失物品", "保管遺失物品"),
            "behaviour": (
                "Two people record what was found, when and where, and lock it away. Try to reach the owner the same day. Give it back only "
                "against proof and a signature.",
                "拾获物品由两人共同登记时间、地点和内容并上锁保管。当天尝试联系失主，核实身份并签字后归还。",
                "拾獲物品由兩人共同登記時間、地點和內容並上鎖保管。當天嘗試聯絡失主，核實身分並簽名後歸還。",
            ),
            "attitude": (
                "As careful as with one's own.",
                "像对待自己的物品一样小心。",
                "像對待自己的物品一樣小心。",
            ),
            "wording": (
                "Somebody has handed in a wallet that may be yours. Could you describe it to me, please?",
                "我们收到一个可能是您遗失的钱包，麻烦您描述一下它的样子，好吗？",
                "我們收到一個可能是您遺失的錢包，麻煩您描述一下它的樣子，好嗎？",
            ),
            "indicators": [
                (("Owner looked for within", "联系失主时限", "聯絡失主時限"), "at_most", "1", "days"),
            ],
        },
        {
            "code": "hand-over",
            "stage": "after_sale",
            "title": ("Hand over at the end of the shift", "班次交接", "班次交接"),
            "behaviour": (
                "Write down what is open: customer, matter, promise, next step and time. Go through it with the colleague who takes over; both "
                "sign.",
                "写清未办结事项：客户、事由、承诺、下一步和时间。与接班同事逐项核对，双方签字。",
                "寫清未辦結事項：顧客、事由、承諾、下一步和時間。與接班同事逐項核對，雙方簽名。",
            ),
            "attitude": (
                "The customer notices the hand-over only because everything goes on.",
                "交接得好，客户只会觉得一切照常。",
                "交接得好，顧客只會覺得一切照常。",
            ),
            "wording": (
                "My colleague Wang knows all about your matter and goes on with it from noon.",
                "您的事情我已经完整交接给同事小王，中午以后由他继续跟进。",
                "您的事情我已經完整交接給同事小王，中午以後由他繼續跟進。",
            ),
            "indicators": [
                (
                    ("Open matters handed over in writing", "书面交接率", "書面交接率"),
                    "at_least",
                    "100",
                    "percent",
                ),
                (
                    ("Matters a customer had to explain twice", "客户重复说明次数", "顧客重複說明次數"),
                    "at_most",
                    "0",
                    "times",
                ),
            ],
        },
    ],
}
