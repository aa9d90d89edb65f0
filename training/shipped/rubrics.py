"""Topics of the question bank, and the rubrics of simulations and written answers; English, Simplified, Traditional."""

Texts = tuple[str, str, str]

# code: name
TOPICS: dict[str, Texts] = {
    "product": ("Product knowledge", "产品知识", "產品知識"),
    "etiquette": ("Service etiquette", "服务礼仪", "服務禮儀"),
    "systems": ("Systems", "系统操作", "系統操作"),
    "emergencies": ("Emergencies", "应急处理", "應變處理"),
}

# code: title, criteria (code, points, criterion, what earns the points); the points of a rubric sum to 100
RUBRICS: dict[str, tuple[Texts, list[tuple[str, int, Texts, Texts]]]] = {
    "simulation": (
        ("Service simulation", "服务情景模拟", "服務情境模擬"),
        [
            (
                "calm",
                20,
                ("Calms an upset customer", "安抚情绪", "安撫情緒"),
                (
                    "Lets the customer finish, names the feeling, keeps an even voice and never argues.",
                    "让客户把话说完，说出并认同客户的感受，语气平稳，不与客户争辩。",
                    "讓客戶把話說完，說出並認同客戶的感受，語氣平穩，不與客戶爭辯。",
                ),
            ),
            (
                "listening",
                20,
                ("Finds out what is needed", "倾听与确认需求", "傾聽與確認需求"),
                (
                    "Asks open questions, sums up in own words and has the customer confirm it.",
                    "使用开放式提问，用自己的话复述要点，并请客户确认。",
                    "使用開放式提問，用自己的話複述要點，並請客戶確認。",
                ),
            ),
            (
                "solution",
                25,
                ("Solves the complex problem", "解决复杂问题", "解決複雜問題"),
                (
                    "Finds the cause step by step, explains it without jargon and offers a solution or a choice.",
                    "逐步排查原因，不用术语把原因讲清楚，给出可行方案或选择。",
                    "逐步排查原因，不用術語把原因講清楚，提出可行方案或選擇。",
                ),
            ),
            (
                "standard",
                20,
                ("Keeps to the standard", "遵守服务标准", "遵守服務標準"),
                (
                    "Greets, verifies the customer, uses the wording taught, stays within powers and escalates in time.",
                    "规范问候与核实身份，使用标准话术，不越权承诺，需要时及时升级。",
                    "規範問候與核實身分，使用標準話術，不越權承諾，需要時及時升級。",
                ),
            ),
            (
                "closing",
                15,
                ("Closes with a promise", "收尾与跟进承诺", "收尾與跟進承諾"),
                (
                    "Says who does what by when, asks whether anything is open, thanks, and records the request.",
                    "说明由谁在何时完成何事，确认有无其他问题，致谢并完整记录工单。",
                    "說明由誰在何時完成何事，確認有無其他問題，致謝並完整記錄工單。",
                ),
            ),
        ],
    ),
    "written-answer": (
        ("Written answer to a customer", "书面回复客户", "書面回覆客戶"),
        [
            (
                "empathy",
                30,
                ("Empathy", "共情", "共情"),
                (
                    "Names what the customer feels and takes it seriously, without excuses.",
                    "说出客户的感受并认真对待，不找借口。",
                    "說出客戶的感受並認真對待，不找藉口。",
                ),
            ),
            (
                "answer",
                40,
                ("Answer", "解答", "解答"),
                (
                    "Answers everything that was asked, correctly, clearly and politely.",
                    "准确、清楚、有礼貌地回答客户提出的全部问题。",
                    "準確、清楚、有禮貌地回答客戶提出的全部問題。",
                ),
            ),
            (
                "follow-up",
                30,
                ("What happens next", "后续承诺", "後續承諾"),
                (
                    "Promises a next step with a person and a time that can be kept.",
                    "承诺明确的下一步、负责人和可以做到的时间。",
                    "承諾明確的下一步、負責人和可以做到的時間。",
                ),
            ),
        ],
    ),
}
