from people.models.account import Role, RoleGrant, User
from people.models.organisation import Department, Position
from people.models.staff import Assignment, Staff

__all__ = ["Assignment", "Department", "Position", "Role", "RoleGrant", "Staff", "User"]
