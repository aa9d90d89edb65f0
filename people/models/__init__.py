from people.models.account import Role, RoleGrant, User
from people.models.notification import Notification, NotificationChoice
from people.models.organisation import Department, Position
from people.models.staff import Assignment, Staff

__all__ = [
    "Assignment",
    "Department",
    "Notification",
    "NotificationChoice",
    "Position",
    "Role",
    "RoleGrant",
    "Staff",
    "User",
]
