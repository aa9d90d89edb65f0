"""Names of the demo company: departments, positions, heads and teams; the first of a team leads it."""

DEPARTMENTS = (
    ("hq", "StarService Telecom 星辰通信", None),
    ("service", "Customer Service 客户服务部", "hq"),
    ("retail", "Retail 营业厅", "hq"),
    ("technical", "Technical Service 技术服务部", "hq"),
    ("support", "Administration 行政部", "hq"),
    ("hotline-a", "Hotline A 热线一组", "service"),
    ("hotline-b", "Hotline B 热线二组", "service"),
    ("online", "Online Chat 在线客服组", "service"),
    ("shop-east", "East Shop 城东营业厅", "retail"),
    ("shop-west", "West Shop 城西营业厅", "retail"),
    ("repair", "Repair Desk 维修组", "technical"),
    ("business", "Business Clients 政企客户组", "technical"),
)
POSITIONS = (
    ("director", "Director 总监", False),
    ("officer", "Officer 职员", False),
    ("leader", "Team leader 班组长", True),
    ("agent", "Service agent 客服专员", True),
    ("consultant", "Shop consultant 营业员", True),
    ("technician", "Technician 技术员", True),
)
HEADS = {
    "hq": "宋明遠",
    "service": "Helen Carter",
    "retail": "欧阳静怡",
    "technical": "Markus Weber",
    "support": "顧秀蘭",
}
OFFICERS = ("沈清 Iris Shen", "Daniel Okafor", "蔡𠮷安", "林若雪")
TRAINER, NEWCOMER = "罗婉仪 Vivian Luo", "𠮷田喆"
TEAMS: dict[str, tuple[str, ...]] = {
    "hotline-a": ("陈建国", "李喆", "王思琪", "Grace Liu", "赵子涵", "Priya Sharma", "周雨桐", "吴嘉豪"),
    "hotline-b": ("Robert King", "郑晓彤", "孙𠮷", "Sofia Rossi", "冯一鸣", "褚欣怡", "卫国强", "James Park"),
    "online": ("黃詩涵", "蒋梦瑶", "沈佳宁", "Emily Novak", "韩文博", "杨紫萱", "Lucas Martin"),
    "shop-east": ("朱丽华", "秦海燕", "尤志强", "Olivia Brown", "许晴", "何俊杰", "吕欣然"),
    "shop-west": ("張惠玲", "孔令辉", "曹雪", "严凯", "Hannah Fischer", "华文静", "金泽宇"),
    "repair": ("魏東昇", "陶勇", "姜涛", "Mohamed Farah", "戚伟", "谢雨晨", "邹明哲"),
    "business": ("Anna Lindqvist", "喻浩然", "柏松", "水清扬", "窦佳琪", "Carlos Mendes", "章明"),
}
TEAM_POSITION = {
    "shop-east": "consultant",
    "shop-west": "consultant",
    "repair": "technician",
    "business": "technician",
}
PAY = {
    "director": 28000,
    "officer": 11000,
    "leader": 13000,
    "agent": 7500,
    "consultant": 7000,
    "technician": 9000,
}
