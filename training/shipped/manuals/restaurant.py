"""The restaurant: from the reservation to the way home."""

from typing import Any

RESTAURANT: dict[str, Any] = {
    "code": "restaurant",
    "title": ("Restaurant", "餐饮服务标准", "餐飲服務標準"),
    "foreword": (
        "Guests come for good food and remember how they were looked after. These standards lead through an evening at the table, from the reservation to the goodbye, with cleanliness and safety at every step.",
        "客人为美食而来，记住的却是被照顾的感受。本标准贯穿一餐的全过程，从预订到送客，每一步都以清洁和安全为前提。",
        "客人為美食而來，記住的卻是被照顧的感受。本標準貫穿一餐的全過程，從訂位到送客，每一步都以清潔和安全為前提。",
    ),
    "standards": [
        {
            "code": "reservations",
            "stage": "pre_sale",
            "title": ("Take reservations reliably", "预订准确可靠", "訂位準確可靠"),
            "behaviour": (
                "Ask for date, time, number of guests, name, telephone, occasion and allergies, and repeat them. Confirm by message the day before. A confirmed table is kept for fifteen minutes.",
                "询问日期、时间、人数、姓名、电话、用餐目的和过敏情况并复述。前一天发信息确认。已确认的餐位保留十五分钟。",
                "詢問日期、時間、人數、姓名、電話、用餐目的和過敏情況並複誦。前一天傳訊息確認。已確認的座位保留十五分鐘。",
            ),
            "attitude": (
                "As if one had invited the guests oneself.",
                "就像亲自邀请客人来家里做客。",
                "就像親自邀請客人來家裡作客。",
            ),
            "wording": (
                "A table for four on Saturday at seven, in the name of Zhang. Does anybody have an allergy we should know of?",
                "星期六晚上七点，四位，张先生预订。请问有没有哪位客人对食物过敏？",
                "星期六晚上七點，四位，張先生訂位。請問有沒有哪位客人對食物過敏？",
            ),
            "indicators": [
                (
                    ("Calls for reservations answered within", "预订电话接听时限", "訂位電話接聽時限"),
                    "at_most",
                    "20",
                    "seconds",
                ),
                (("Reservations without a mistake", "预订准确率", "訂位正確率"), "at_least", "99", "percent"),
            ],
        },
        {
            "code": "clean-room",
            "stage": "pre_sale",
            "title": ("Clean and laid before the guests come", "餐厅整洁，摆台到位", "餐廳整潔，擺台到位"),
            "behaviour": (
                "Half an hour before opening, tables, chairs, floor, menus and toilets are clean, cutlery and glasses without a spot. Check the toilets every hour and sign for it. Wash hands for twenty seconds before every change of work.",
                "营业前半小时，餐桌、座椅、地面、菜单和洗手间清洁完毕，餐具和杯具无渍。洗手间每小时检查一次并签字。更换工作前洗手二十秒。",
                "營業前半小時，餐桌、座椅、地面、菜單和洗手間清潔完畢，餐具和杯具無漬。洗手間每小時檢查一次並簽名。更換工作前洗手二十秒。",
            ),
            "attitude": ("Whoever sees a crumb picks it up.", "谁看见，谁清理。", "誰看見，誰清理。"),
            "wording": (
                "One moment please, I will lay the table afresh for you.",
                "请稍等，我为您重新整理一下桌面。",
                "請稍等，我為您重新整理一下桌面。",
            ),
            "indicators": [
                (
                    ("Points reached in the hygiene check", "卫生检查得分率", "衛生檢查得分率"),
                    "at_least",
                    "98",
                    "percent",
                ),
                (
                    ("Complaints about cleanliness a month", "每月卫生投诉", "每月衛生投訴"),
                    "at_most",
                    "0",
                    "times",
                ),
            ],
        },
        {
            "code": "know-the-menu",
            "stage": "pre_sale",
            "title": ("Know every dish", "熟悉每道菜", "熟悉每道菜"),
            "behaviour": (
                "Before each service taste or hear about the dishes of the day, learn what is sold out and which allergens are in what. Ask the kitchen when in doubt; never guess with allergies.",
                "每餐开餐前参加菜品说明会，了解当日推荐、沽清菜品和过敏原。不确定时问厨房，涉及过敏绝不猜测。",
                "每餐開餐前參加菜色說明會，了解當日推薦、售完菜色和過敏原。不確定時問廚房，涉及過敏絕不猜測。",
            ),
            "attitude": (
                "Recommend what you would give a friend.",
                "像给朋友推荐一样推荐。",
                "像推薦給朋友一樣推薦。",
            ),
            "wording": (
                "There is peanut in the sauce. The chef can leave it out, or I recommend the steamed fish.",
                "酱汁里有花生。可以请厨师不放，或者我推荐清蒸鱼。",
                "醬汁裡有花生。可以請廚師不放，或者我推薦清蒸魚。",
            ),
            "indicators": [
                (
                    (
                        "Questions on the menu answered correctly (test)",
                        "菜品知识测试正确率",
                        "菜色知識測驗正確率",
                    ),
                    "at_least",
                    "95",
                    "percent",
                ),
                (
                    ("Wrong answers about allergens", "过敏原答复差错", "過敏原答覆差錯"),
                    "at_most",
                    "0",
                    "times",
                ),
            ],
        },
        {
            "code": "welcome-and-seat",
            "stage": "pre_sale",
            "title": ("Welcome and seat", "迎宾入座", "迎賓入座"),
            "behaviour": (
                "Greet guests at the door, ask for the reservation, lead them at their pace, hold chairs, bring child seats without being asked. Menu and water are on the table within three minutes. Without a table, name the waiting time honestly.",
                "在门口迎接，询问预订，按客人的步速引领并协助入座，主动提供儿童座椅。三分钟内递上菜单和茶水。没有空位时如实告知等候时间。",
                "在門口迎接，詢問訂位，按客人的步速引領並協助入座，主動提供兒童座椅。三分鐘內遞上菜單和茶水。沒有空位時如實告知等候時間。",
            ),
            "attitude": (
                "Warm and unhurried, also when the house is full.",
                "热情而不匆忙，满座时也一样。",
                "熱情而不匆忙，滿座時也一樣。",
            ),
            "wording": (
                "Good evening, welcome. Have you reserved? – Please come this way, mind the step.",
                "晚上好，欢迎光临，请问有预订吗？——这边请，小心台阶。",
                "晚安，歡迎光臨，請問有訂位嗎？——這邊請，小心台階。",
            ),
            "indicators": [
                (("Greeted within", "迎宾时限", "迎賓時限"), "at_most", "30", "seconds"),
                (
                    ("Menu and water within", "递菜单和茶水时限", "遞菜單和茶水時限"),
                    "at_most",
                    "3",
                    "minutes",
                ),
            ],
        },
        {
            "code": "take-the-order",
            "stage": "in_sale",
            "title": ("Take the order and repeat it", "点单并复述", "點餐並複誦"),
            "behaviour": (
                "Come when the menus are closed. Ask about allergies and taste, warn when it is too much, tell long preparation times, and read the whole order back before it goes to the kitchen.",
                "客人合上菜单时上前点单。询问忌口和口味，点多了要提醒，耗时的菜要说明，下单前完整复述一遍。",
                "客人闔上菜單時上前點餐。詢問忌口和口味，點多了要提醒，耗時的菜要說明，送單前完整複誦一遍。",
            ),
            "attitude": (
                "Advise, do not push: a guest who ordered right comes again.",
                "给建议，不推销：点得合适的客人会再来。",
                "給建議，不推銷：點得合適的客人會再來。",
            ),
            "wording": (
                "For three I would leave out one dish; you can always order more. May I repeat?",
                "三位的话，建议先少点一道，不够再加。我给您复述一遍，好吗？",
                "三位的話，建議先少點一道，不夠再加。我幫您複誦一遍，好嗎？",
            ),
            "indicators": [
                (("Order accuracy", "点单准确率", "點餐正確率"), "at_least", "99", "percent"),
                (
                    ("Order taken after sitting down within", "入座后点单时限", "入座後點餐時限"),
                    "at_most",
                    "8",
                    "minutes",
                ),
            ],
        },
        {
            "code": "serve-in-time",
            "stage": "in_sale",
            "title": ("Serve in time and name the dish", "按时上菜，报菜名", "準時上菜，報菜名"),
            "behaviour": (
                "Serve the first dish within fifteen minutes, hot dishes hot, from the side where it disturbs least. Name each dish and say when all are on the table. Report delays before the guest asks.",
                "十五分钟内上第一道菜，热菜要热，从不打扰客人的一侧上菜。报菜名，菜上齐时告知。出菜慢要在客人询问前说明。",
                "十五分鐘內上第一道菜，熱菜要熱，從不打擾客人的一側上菜。報菜名，菜上齊時告知。出菜慢要在客人詢問前說明。",
            ),
            "attitude": (
                "Quick on your feet, quiet at the table.",
                "脚步要快，上桌要轻。",
                "腳步要快，上桌要輕。",
            ),
            "wording": (
                "Your steamed bass. All your dishes are served now – enjoy your meal.",
                "您的清蒸鲈鱼。您的菜已经上齐了，请慢用。",
                "您的清蒸鱸魚。您的菜已經上齊了，請慢用。",
            ),
            "indicators": [
                (("First dish within", "首道菜上桌时限", "首道菜上桌時限"), "at_most", "15", "minutes"),
                (("Dishes sent back as cold", "因菜凉退回率", "因菜涼退回率"), "at_most", "1", "percent"),
            ],
        },
        {
            "code": "look-after-the-table",
            "stage": "in_sale",
            "title": ("Look after the table", "巡台服务", "巡台服務"),
            "behaviour": (
                "Look at every table of yours at least every five minutes: refill tea, change plates, clear what is empty after asking. Come when a guest looks up, before a hand is raised. Two minutes after the main dish ask whether it tastes.",
                "每五分钟至少巡视一次负责的餐桌：添茶水、换骨碟，征得同意后撤空盘。客人一抬头就上前，不等招手。主菜上桌两分钟后询问口味。",
                "每五分鐘至少巡視一次負責的餐桌：添茶水、換骨盤，徵得同意後撤空盤。客人一抬頭就上前，不等招手。主菜上桌兩分鐘後詢問口味。",
            ),
            "attitude": (
                "Present and discreet: never interrupt a toast or a talk.",
                "随时在场而不打扰：不打断敬酒和谈话。",
                "隨時在場而不打擾：不打斷敬酒和談話。",
            ),
            "wording": (
                "Is everything to your taste? May I take this away?",
                "菜的味道还合口味吗？这个盘子可以撤了吗？",
                "菜的味道還合口味嗎？這個盤子可以收了嗎？",
            ),
            "indicators": [
                (
                    ("Somebody comes when called within", "招呼响应时限", "招呼回應時限"),
                    "at_most",
                    "1",
                    "minutes",
                ),
                (("Attention at the table", "席间服务评分", "席間服務評分"), "at_least", "4.4", "stars"),
            ],
        },
        {
            "code": "dish-not-right",
            "stage": "in_sale",
            "title": ("When a dish is not right", "菜品问题处理", "菜色問題處理"),
            "behaviour": (
                "Apologise, take the dish away at once and offer a new one or another. Tell kitchen and shift leader. With a foreign body or a reaction: stop serving the dish everywhere, keep a sample, call the doctor if needed.",
                "致歉，立即撤下，主动提出重做或更换，并告知厨房和领班。发现异物或客人不适时，全场停售该菜，保留样品，必要时立即送医。",
                "致歉，立即撤下，主動提出重做或更換，並告知廚房和領班。發現異物或客人不適時，全場停售該菜，保留樣品，必要時立即送醫。",
            ),
            "attitude": (
                "Believe the guest. No tasting at the table, no discussion.",
                "相信客人。不当面试吃，不争论。",
                "相信客人。不當面試吃，不爭論。",
            ),
            "wording": (
                "I am sorry, that must not happen. I bring you a new one at once; it is of course not on the bill.",
                "非常抱歉，这不应该发生。我马上为您换一份，这道菜不会计入账单。",
                "非常抱歉，這不應該發生。我馬上為您換一份，這道菜不會計入帳單。",
            ),
            "indicators": [
                (("Replacement on the table within", "换菜时限", "換菜時限"), "at_most", "10", "minutes"),
                (("Settled at the table", "现场解决率", "現場解決率"), "at_least", "95", "percent"),
            ],
        },
        {
            "code": "the-bill",
            "stage": "after_sale",
            "title": ("The bill: right and quick", "结账准确快捷", "結帳正確快速"),
            "behaviour": (
                "Check the bill against the table before you bring it. Put it face down, step back, accept every usual way to pay. Offer the receipt without being asked.",
                "递送前核对账单与菜品。账单正面朝下放置并退后一步，支持各种常用支付方式，主动询问是否需要发票。",
                "遞送前核對帳單與菜色。帳單正面朝下放置並退後一步，支援各種常用付款方式，主動詢問是否需要發票。",
            ),
            "attitude": ("As attentive as at the welcome.", "与迎客时同样用心。", "與迎客時同樣用心。"),
            "wording": (
                "Here is your bill, 468 in all. How would you like to pay? Do you need a receipt for the company?",
                "这是您的账单，一共468元，请问怎么支付？需要开发票吗？",
                "這是您的帳單，一共468元，請問怎麼付款？需要開發票嗎？",
            ),
            "indicators": [
                (("Bill brought within", "递送账单时限", "遞送帳單時限"), "at_most", "3", "minutes"),
                (("Bills without a mistake", "账单准确率", "帳單正確率"), "at_least", "99.8", "percent"),
            ],
        },
        {
            "code": "goodbye",
            "stage": "after_sale",
            "title": ("Say goodbye and look for what was left", "送客并检查遗留物品", "送客並檢查遺留物品"),
            "behaviour": (
                "Bring coats and what was packed, look over table and chairs for things left behind while the guests are still there, and see them to the door. Call a taxi when it is late or it rains.",
                "递上外套和打包餐食，趁客人未离开检查桌椅有无遗留物品，送至门口。夜深或下雨时协助叫车。",
                "遞上外套和打包餐點，趁客人未離開檢查桌椅有無遺留物品，送至門口。夜深或下雨時協助叫車。",
            ),
            "attitude": (
                "Nobody leaves unnoticed.",
                "每一位客人离开时都有人道别。",
                "每一位客人離開時都有人道別。",
            ),
            "wording": (
                "Thank you for your visit. Have you got everything? We look forward to seeing you again.",
                "谢谢光临，随身物品都带齐了吗？期待您再次光临。",
                "謝謝光臨，隨身物品都帶齊了嗎？期待您再次光臨。",
            ),
            "indicators": [
                (
                    (
                        "Guests seen to the door (mystery visits)",
                        "送客率（神秘客检查）",
                        "送客率（神秘客檢查）",
                    ),
                    "at_least",
                    "95",
                    "percent",
                ),
            ],
        },
        {
            "code": "clear-and-disinfect",
            "stage": "after_sale",
            "title": ("Clear and disinfect the table", "收台消毒", "收桌消毒"),
            "behaviour": (
                "Clear on trays, without noise, not before all guests have stood up. Wipe and disinfect table, chair backs and menus; lay the table anew. Leftovers never go back to the kitchen.",
                "客人全部离座后用托盘轻声收台。擦拭并消毒桌面、椅背和菜单，重新摆台。剩余食物一律不得回厨。",
                "客人全部離座後用托盤輕聲收桌。擦拭並消毒桌面、椅背和菜單，重新擺台。剩餘食物一律不得回廚。",
            ),
            "attitude": (
                "The next guest should feel like the first of the day.",
                "让下一桌客人感觉自己是今天的第一桌。",
                "讓下一桌客人感覺自己是今天的第一桌。",
            ),
            "wording": (
                "Your table is ready in five minutes; may I bring you tea meanwhile?",
                "您的餐桌五分钟内就好，先为您倒杯茶，可以吗？",
                "您的座位五分鐘內就好，先為您倒杯茶，可以嗎？",
            ),
            "indicators": [
                (("Table ready again within", "翻台时限", "翻桌時限"), "at_most", "6", "minutes"),
            ],
        },
        {
            "code": "answer-reviews",
            "stage": "after_sale",
            "title": ("Answer reviews", "回复评价", "回覆評論"),
            "behaviour": (
                "Read all reviews every morning. Answer each one with fewer than four stars personally, with what we do about it, and the praising ones with thanks. Pass praise on to the person it is meant for.",
                "每天早上阅读全部评价。四星以下逐条由专人回复，说明改进措施；好评表示感谢。把表扬转达给当事同事。",
                "每天早上閱讀全部評論。四星以下逐則由專人回覆，說明改進措施；好評表示感謝。把表揚轉達給當事同事。",
            ),
            "attitude": (
                "Open to criticism, without ready-made phrases.",
                "虚心接受批评，不用套话。",
                "虛心接受批評，不用套話。",
            ),
            "wording": (
                "You waited thirty minutes for your noodles; that was too long. Since Monday a second cook stands at the stove at noon.",
                "您的面等了三十分钟，确实太久了。从星期一起，我们中午增加了一位厨师。",
                "您的麵等了三十分鐘，確實太久了。從星期一起，我們中午增加了一位廚師。",
            ),
            "indicators": [
                (("Reviews answered within", "评价回复时限", "評論回覆時限"), "at_most", "24", "hours"),
                (("Average of the reviews", "平均评分", "平均評分"), "at_least", "4.5", "stars"),
            ],
        },
    ],
}
