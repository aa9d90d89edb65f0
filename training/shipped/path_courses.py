"""The courses of the shipped paths in outline, each with one document; English, Simplified, Traditional.

A company adds its own units and keeps the minutes: those of the onboarding sum up to 30 hours online (40 % product,
20 % etiquette, 30 % systems, 10 % emergencies) and 16 hours of simulation.
"""

from training.shipped.rubrics import Texts

# code: content, given as, minutes, title, text of the document
COURSES: dict[str, tuple[str, str, int, Texts, Texts]] = {
    "product-core": (
        "product",
        "online",
        240,
        ("What we offer and for whom", "核心产品与适用客户", "核心產品與適用客戶"),
        (
            "Name each product line in one sentence: what it does, for whom, and what it does not do. Customers forgive “I will find out”; they do not forgive a wrong promise.",
            "用一句话说清每条产品线：能做什么、适合谁、不能做什么。客户可以接受“我帮您确认”，但不能接受错误的承诺。",
            "用一句話說清每條產品線：能做什麼、適合誰、不能做什麼。客戶可以接受「我幫您確認」，但不能接受錯誤的承諾。",
        ),
    ),
    "product-faults": (
        "product",
        "online",
        240,
        ("Frequent faults and how to find them", "常见故障与排查", "常見故障與排查"),
        (
            "Begin with what the customer sees: does it have power, which lamps are lit, when did it last work? Change one thing at a time, and write down what you tried so that nobody has to ask again.",
            "先从客户看到的现象问起：是否通电、哪些指示灯亮、最后一次正常是什么时候？每次只改变一个条件，并记录试过的步骤，避免让客户重复描述。",
            "先從客戶看到的現象問起：是否通電、哪些指示燈亮、最後一次正常是什麼時候？每次只改變一個條件，並記錄試過的步驟，避免讓客戶重複描述。",
        ),
    ),
    "product-terms": (
        "product",
        "online",
        240,
        ("Prices, warranty and returns", "价格、保修与退换货", "價格、保固與退換貨"),
        (
            "Know three things by heart: what is covered and for how long, what a customer needs for a return, and up to which amount your supervisor decides alone. Say the rule, then the reason, then what you can do.",
            "牢记三件事：保修范围与期限、退换货所需凭证、主管可直接审批的金额上限。先讲规定，再讲原因，最后说明您能为客户做什么。",
            "牢記三件事：保固範圍與期限、退換貨所需憑證、主管可直接審批的金額上限。先講規定，再講原因，最後說明您能為客戶做什麼。",
        ),
    ),
    "etiquette-talk": (
        "etiquette",
        "online",
        180,
        ("Greeting, listening, answering", "问候、倾听与应答", "問候、傾聽與應答"),
        (
            "Greet within three seconds and give your name. Let the customer finish, sum up in your own words, and only then answer: empathy, answer, what happens next.",
            "三秒内问候并报上姓名。让客户把话说完，用自己的话复述要点，然后再回答：共情回应、问题解答、后续承诺。",
            "三秒內問候並報上姓名。讓客戶把話說完，用自己的話複述要點，然後再回答：共情回應、問題解答、後續承諾。",
        ),
    ),
    "etiquette-calm": (
        "etiquette",
        "online",
        180,
        ("Staying calm with upset customers", "情绪管理与沟通技巧", "情緒管理與溝通技巧"),
        (
            "An upset customer is upset about the matter, not about you. Breathe out before you speak, name the feeling, keep an even voice, and take a short break after a hard conversation.",
            "客户生气针对的是事情，而不是您本人。开口前先呼气，说出并认同客户的感受，保持语气平稳；高压通话后请短暂休息。",
            "客戶生氣針對的是事情，而不是您本人。開口前先呼氣，說出並認同客戶的感受，保持語氣平穩；高壓通話後請短暫休息。",
        ),
    ),
    "systems-requests": (
        "systems",
        "online",
        180,
        ("Service requests and the clock", "服务工单与时限", "服務工單與時限"),
        (
            "Every matter gets a request, and every request one owner. Reply before the first due moment, write what you promised, and hand over with a summary so that the customer never has to tell it twice.",
            "每件事都要建工单，每张工单只有一位负责人。在首次响应时限前回复，写明承诺；转交时附上摘要，绝不让客户重复描述。",
            "每件事都要建工單，每張工單只有一位負責人。在首次回應時限前回覆，寫明承諾；轉交時附上摘要，絕不讓客戶重複描述。",
        ),
    ),
    "systems-customers": (
        "systems",
        "online",
        180,
        ("Customer records and privacy", "客户档案与隐私", "客戶檔案與隱私"),
        (
            "Read the history before you answer: it saves the customer's time. Note only what serves the next conversation, never passwords or card numbers, and show a record to nobody without a reason.",
            "回复前先看历史记录，为客户节省时间。只记录对下次服务有用的内容，绝不记录密码或卡号；没有正当理由，不向任何人展示客户档案。",
            "回覆前先看歷史紀錄，為客戶節省時間。只記錄對下次服務有用的內容，絕不記錄密碼或卡號；沒有正當理由，不向任何人展示客戶檔案。",
        ),
    ),
    "systems-tools": (
        "systems",
        "online",
        180,
        ("Wording, knowledge and the stars", "话术库、知识库与星级", "話術庫、知識庫與星級"),
        (
            "Find wording by its shortcut and change it until it sounds like you. After the service ask for stars honestly: never hint at a number, never answer in the customer's place.",
            "用快捷码找到话术模板，再按实际情况调整措辞。服务结束后诚恳邀请客户评价：不暗示分数，不代替客户打分。",
            "用快捷碼找到話術範本，再按實際情況調整措辭。服務結束後誠懇邀請客戶評價：不暗示分數，不代替客戶打分。",
        ),
    ),
    "emergency-complaints": (
        "emergencies",
        "online",
        90,
        ("Taking a complaint", "投诉应对", "投訴應對"),
        (
            "Thank, apologise for the trouble, ask what happened and what would help. A complaint is answered within 24 hours and decided within 48; say by when the customer hears from you, and keep it.",
            "先致谢，再为不便致歉，问清经过和诉求。投诉二十四小时内响应、四十八小时内给出结果；告诉客户何时会得到答复，并务必兑现。",
            "先致謝，再為不便致歉，問清經過和訴求。投訴二十四小時內回應、四十八小時內給出結果；告訴客戶何時會得到答覆，並務必兌現。",
        ),
    ),
    "emergency-crisis": (
        "emergencies",
        "online",
        90,
        ("When it gets serious", "危机处理", "危機處理"),
        (
            "Danger to people comes first: call for help, then inform your supervisor. Say nothing about causes or guilt to the press or online; pass such questions on, and write down times and words.",
            "人身安全第一：先求助，再报告主管。面对媒体或网络提问，不谈原因与责任，及时转交专人，并记录时间和原话。",
            "人身安全第一：先求助，再報告主管。面對媒體或網路提問，不談原因與責任，及時轉交專人，並記錄時間和原話。",
        ),
    ),
    "simulation-first-contact": (
        "etiquette",
        "simulation",
        240,
        ("Simulation: first contact", "情景模拟：首次接待", "情境模擬：首次接待"),
        (
            "You play the first minutes of ten services, at the counter and on the phone. Bring the greeting you wrote yourself; the others note what they felt, not what they would have done.",
            "在柜台和电话场景中演练十次服务的开场。请带上自己写的问候语；观察者只反馈感受，不评判做法。",
            "在櫃檯和電話情境中演練十次服務的開場。請帶上自己寫的問候語；觀察者只回饋感受，不評判做法。",
        ),
    ),
    "simulation-angry-customer": (
        "emergencies",
        "simulation",
        240,
        ("Simulation: an angry complaint", "情景模拟：客户愤怒投诉", "情境模擬：客戶憤怒投訴"),
        (
            "A customer calls for the third time about the same matter. Calm, understand, promise what you can keep. Each plays the customer once: it changes how one listens.",
            "客户为同一件事第三次来电。请安抚情绪、弄清问题，只承诺能做到的事。每人都扮演一次客户，体会被倾听的感受。",
            "客戶為同一件事第三次來電。請安撫情緒、弄清問題，只承諾能做到的事。每人都扮演一次客戶，體會被傾聽的感受。",
        ),
    ),
    "simulation-technical": (
        "product",
        "simulation",
        240,
        ("Simulation: a difficult technical matter", "情景模拟：复杂技术问题", "情境模擬：複雜技術問題"),
        (
            "Guide a customer by phone to a fault you cannot see. Ask one question at a time, in words without jargon, and decide when a visit costs less than another hour on the phone.",
            "通过电话引导客户找出您看不见的故障。一次只问一个问题，不用术语，并判断何时上门比继续通话更省时。",
            "透過電話引導客戶找出您看不見的故障。一次只問一個問題，不用術語，並判斷何時上門比繼續通話更省時。",
        ),
    ),
    "simulation-desk": (
        "systems",
        "simulation",
        240,
        ("Simulation: a morning at the desk", "情景模拟：工作台的一个上午", "情境模擬：工作檯的一個上午"),
        (
            "Twenty requests, two of them urgent, and a system that is down for ten minutes. Work in the order of the clock, hand over properly, and tell waiting customers before they ask.",
            "二十张工单，其中两张紧急，系统还会中断十分钟。按时限先后处理，规范转交，并在客户询问之前主动告知进度。",
            "二十張工單，其中兩張緊急，系統還會中斷十分鐘。按時限先後處理，規範轉交，並在客戶詢問之前主動告知進度。",
        ),
    ),
    "advanced-diagnosis": (
        "product",
        "online",
        480,
        ("Advanced fault diagnosis", "设备高级故障排查", "設備高階故障排查"),
        (
            "From symptom to cause: split the system in half, prove which half is sound, and repeat. Keep a list of faults that look alike, with the one question that tells them apart.",
            "从现象到原因：把系统一分为二，确认哪一半正常，再继续缩小范围。整理相似故障清单，并写出能区分它们的关键问题。",
            "從現象到原因：把系統一分為二，確認哪一半正常，再繼續縮小範圍。整理相似故障清單，並寫出能區分它們的關鍵問題。",
        ),
    ),
    "advanced-solutions": (
        "product",
        "online",
        480,
        ("Solutions by industry", "行业解决方案", "產業解決方案"),
        (
            "Learn what a day costs when the customer's equipment stands still: in a factory, a shop, an office. A solution names the risk, the measure, the cost, and who does what by when.",
            "了解客户设备停机一天的代价：工厂、门店、办公室各不相同。解决方案要写明风险、措施、成本，以及谁在何时完成什么。",
            "了解客戶設備停機一天的代價：工廠、門市、辦公室各不相同。解決方案要寫明風險、措施、成本，以及誰在何時完成什麼。",
        ),
    ),
    "advanced-needs": (
        "etiquette",
        "online",
        360,
        ("Finding out what customers need", "客户需求挖掘", "客戶需求挖掘"),
        (
            "Ask about the last time it went wrong rather than about wishes. Behind a demand is a reason; who knows the reason can offer two ways to meet it.",
            "多问最近一次不顺利的经历，少问抽象的愿望。诉求背后总有原因；弄清原因，就能给出不止一种方案。",
            "多問最近一次不順利的經歷，少問抽象的願望。訴求背後總有原因；弄清原因，就能給出不止一種方案。",
        ),
    ),
    "advanced-negotiation": (
        "emergencies",
        "online",
        360,
        ("Negotiating complaints", "投诉谈判技巧", "投訴談判技巧"),
        (
            "Agree on the facts before the remedy. Know your limit and your best alternative, offer a choice rather than a number, and confirm in writing what was agreed.",
            "先就事实达成一致，再谈补救措施。清楚自己的权限和备选方案，提供选择而不只是金额，并以书面确认结果。",
            "先就事實達成一致，再談補救措施。清楚自己的權限和備選方案，提供選擇而不只是金額，並以書面確認結果。",
        ),
    ),
    "retraining-review": (
        "other",
        "online",
        90,
        ("Learning from the exam", "考后复盘", "考後複盤"),
        (
            "Look at your results by topic and pick the two weakest. Read their course again, explain them aloud to a colleague, and write three questions you would ask in the exam yourself.",
            "按主题查看成绩，找出最弱的两项。重读相应课程，向同事讲解一遍，并自己出三道考题。",
            "按主題查看成績，找出最弱的兩項。重讀相應課程，向同事講解一遍，並自己出三道考題。",
        ),
    ),
}
