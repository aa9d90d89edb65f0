from people.admin.departments import DepartmentAdmin, PositionAdmin
from people.admin.staff import StaffAdmin
from people.admin.tokens import ApiTokenAdmin
from people.admin.users import UserAdmin

__all__ = ["ApiTokenAdmin", "DepartmentAdmin", "PositionAdmin", "StaffAdmin", "UserAdmin"]
