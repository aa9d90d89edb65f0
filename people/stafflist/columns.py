"""The columns of the list, and the headings they are recognised by in three languages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "employee_no": _("Employee number"),
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "department": _("Department"),
    "position": _("Position"),
    "manager": _("Manager's employee number"),
    "hired_on": _("Hired on"),
    "left_on": _("Last day"),
    "valid_from": _("Assignment valid from"),
}
DATES = ("hired_on", "left_on", "valid_from")
PLACE = ("department", "position", "manager")

HEADINGS = {
    "employee_no": "employee number, employee no, employee no., employee id, staff number, 工号, 员工号, 员工编号, 人员编号, "
    "工號, 員工號, 員工編號, 人員編號, 員編",
    "name": "name, full name, staff name, 姓名, 员工姓名, 員工姓名, 名字",
    "email": "e-mail, email, e-mail address, email address, mail, 邮箱, 电子邮件, 电子邮箱, 邮件, 電子郵件, 電郵, 電子信箱, 信箱",
    "phone": "phone, telephone, mobile, phone number, 电话, 手机, 手机号, 联系电话, 電話, 手機, 手機號碼, 聯絡電話",
    "department": "department, department code, department name, dept, 部门, 部门编码, 部门代码, 部门名称, 部門, 部門代碼, 部門編碼, 部門名稱",
    "position": "position, position code, job, job title, title, 岗位, 职位, 职务, 岗位编码, 崗位, 職位, 職務, 職稱, 崗位編碼",
    "manager": "manager's employee number, managers employee number, manager employee number, manager number, manager no, manager, supervisor, "
    "上级工号, 直属上级工号, 主管工号, 经理工号, 直属上级, 上级员工编号, 上級工號, 直屬上級工號, 主管工號, 主管員編, 直屬主管, 上級員工編號",
    "hired_on": "hired on, hire date, date hired, start date, entry date, 入职日期, 入职时间, 聘用日期, 到職日期, 入職日期, 到职日期, 聘用日期",
    "left_on": "last day, left on, leave date, end date, 离职日期, 最后工作日, 最后一天, 離職日期, 最後工作日, 最後一天",
    "valid_from": "assignment valid from, valid from, effective from, effective date, 任职生效日期, 生效日期, 任职开始日期, 任職生效日期, 任職開始日期",
}
BY_HEADING = {
    heading.strip(): column for column, headings in HEADINGS.items() for heading in headings.split(",")
}


def recognised(headings: list[str]) -> dict[str, int]:
    """Place by column of the headings that are known; the first wins, translated labels count too."""
    labels = {str(label).casefold(): column for column, label in LABELS.items()}
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        typed = " ".join(heading.replace("’", "'").casefold().strip("* ：:").split())
        column = BY_HEADING.get(typed) or labels.get(typed)
        if column:
            places.setdefault(column, place)
    return places
