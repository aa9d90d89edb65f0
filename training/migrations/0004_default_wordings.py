"""Wording a new company starts with, for the frequent situations of a service desk; each in empathy, answer, follow-up."""

from django.db import migrations

# shortcut: situation, empathy, answer, what happens next; English, Simplified, Traditional
WORDINGS = {
    "greet": (
        ("First reply", "首次回复", "首次回覆"),
        ("Dear {customer}, thank you for writing to us.", "{customer}您好，感谢您联系我们。", "{customer}您好，感謝您聯繫我們。"),
        ("I am {agent} and look after your request {number}.", "我是{agent}，您的工单{number}由我负责处理。", "我是{agent}，您的工單{number}由我負責處理。"),
        ("You hear from me as soon as I know more, and can follow everything by your link.", "一有进展我会马上告诉您，您也可以通过专属链接随时查看进度。", "一有進展我會馬上告訴您，您也可以透過專屬連結隨時查看進度。"),
    ),
    "delay": (
        ("Delivery is late", "配送延误", "配送延誤"),
        ("I understand how annoying it is to wait for something that was promised.", "非常理解您久等的着急心情，给您添麻烦了。", "非常理解您久等的著急心情，給您添麻煩了。"),
        ("Your order is delayed on its way. I have asked the carrier to treat it first.", "您的订单在运输途中有所延误，我已联系承运方优先处理。", "您的訂單在運送途中有所延誤，我已聯繫承運方優先處理。"),
        ("I will tell you by tomorrow noon where it is and when it arrives.", "明天中午前，我会告知您包裹位置和预计送达时间。", "明天中午前，我會告知您包裹位置和預計送達時間。"),
    ),
    "fault": (
        ("Fault or outage", "故障报修", "故障報修"),
        ("I am sorry that it does not work; I know how much depends on it.", "很抱歉设备出现故障，影响了您的使用。", "很抱歉設備出現故障，影響了您的使用。"),
        ("Please switch it off for ten seconds and on again, and tell me which lamps are lit.", "请先断电十秒后重新开机，并告诉我哪些指示灯亮着。", "請先斷電十秒後重新開機，並告訴我哪些指示燈亮著。"),
        ("If that does not help, I will arrange a technician for you today.", "如仍未恢复，我今天就为您安排工程师上门。", "如仍未恢復，我今天就為您安排工程師上門。"),
    ),
    "refund": (
        ("Refund asked for", "申请退款", "申請退款"),
        ("I understand that you are disappointed and want your money back.", "理解您的失望，我们会认真处理您的退款申请。", "理解您的失望，我們會認真處理您的退款申請。"),
        ("I have put in your refund. It goes back to where you paid from.", "我已为您提交退款申请，款项将原路退回。", "我已為您提交退款申請，款項將原路退回。"),
        ("You hear the decision within one working day, and the money follows within seven.", "一个工作日内告知您审核结果，通过后七个工作日内到账。", "一個工作日內告知您審核結果，通過後七個工作日內入帳。"),
    ),
    "billing": (
        ("Question about a bill", "账单疑问", "帳單疑問"),
        ("A bill one does not understand is unpleasant; let us look at it together.", "看到不明白的账单确实让人不安，我来和您一起核对。", "看到不明白的帳單確實讓人不安，我來和您一起核對。"),
        ("I am checking each item of your bill with our accounts.", "我正在与财务逐项核对您的账单。", "我正在與財務逐項核對您的帳單。"),
        ("You get a written explanation today, and what was charged wrongly is paid back.", "今天内给您书面说明，如有多收一定退还。", "今天內給您書面說明，如有多收一定退還。"),
    ),
    "conduct": (
        ("Complaint about conduct", "服务态度投诉", "服務態度投訴"),
        ("I am sorry for how you were treated. That is not how we want to serve.", "对您遇到的不愉快服务，我们深表歉意，这不是我们应有的水平。", "對您遇到的不愉快服務，我們深表歉意，這不是我們應有的水準。"),
        ("I have told the supervisor, who looks into what happened.", "我已上报主管，由主管核实情况。", "我已上報主管，由主管核實情況。"),
        ("We answer you within 24 hours and bring it to an end within 48.", "我们会在24小时内答复您，48小时内给出处理结果。", "我們會在24小時內答覆您，48小時內給出處理結果。"),
    ),
    "angry": (
        ("Customer is upset", "安抚情绪", "安撫情緒"),
        ("I hear how upset you are, and in your place I would be too.", "听得出您非常着急，换作是我也会有同样的感受。", "聽得出您非常著急，換作是我也會有同樣的感受。"),
        ("Let me take this on myself, so that you need not explain it again.", "这件事由我跟进到底，您不必再重复说明。", "這件事由我跟進到底，您不必再重複說明。"),
        ("I will write to you within an hour with the first step.", "一小时内我会告诉您第一步处理情况。", "一小時內我會告訴您第一步處理情況。"),
    ),
    "more": (
        ("Ask for more information", "补充信息", "補充資訊"),
        ("Thank you for your patience.", "感谢您的耐心。", "感謝您的耐心。"),
        ("To help you I need the order number and, if you can, a photo.", "为了尽快处理，请提供订单号，方便的话附一张照片。", "為了儘快處理，請提供訂單編號，方便的話附一張照片。"),
        ("As soon as I have them I go on at once.", "收到后我会立即继续处理。", "收到後我會立即繼續處理。"),
    ),
    "solved": (
        ("Solved", "问题已解决", "問題已解決"),
        ("Thank you for bearing with us.", "感谢您的理解与等待。", "感謝您的理解與等待。"),
        ("Your request {number} is solved.", "您的工单{number}已处理完成。", "您的工單{number}已處理完成。"),
        ("Please confirm it by your link; if anything is missing, answer and we go on.", "请通过链接确认；如还有问题，直接回复我们会继续处理。", "請透過連結確認；如還有問題，直接回覆我們會繼續處理。"),
    ),
    "followup": (
        ("Follow-up after the solution", "回访跟进", "回訪跟進"),
        ("I hope that everything works well now.", "希望现在一切使用正常。", "希望現在一切使用正常。"),
        ("I am asking once more whether the solution has held.", "想再次确认问题是否已彻底解决。", "想再次確認問題是否已徹底解決。"),
        ("If it has not, answer this message and I take it up again at once.", "如仍有问题，直接回复本消息，我会马上重新处理。", "如仍有問題，直接回覆本訊息，我會馬上重新處理。"),
    ),
}  # fmt: skip


def localized(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def add_wordings(apps, schema_editor):
    model = apps.get_model("training", "Wording")
    for shortcut, (situation, empathy, answer, follow_up) in WORDINGS.items():
        model.objects.create(
            shortcut=shortcut,
            situation=localized(situation),
            empathy=localized(empathy),
            answer=localized(answer),
            follow_up=localized(follow_up),
        )


def remove_wordings(apps, schema_editor):
    apps.get_model("training", "Wording").objects.filter(shortcut__in=WORDINGS).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0003_wording")]
    operations = [migrations.RunPython(add_wordings, remove_wordings)]
