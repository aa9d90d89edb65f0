from people.models.account import Role, RoleGrant, User
from people.models.notification import MailWhen, Notification, NotificationChoice, Topic
from people.models.organisation import Department, Position
from people.models.staff import Assignment, Staff

__all__ = [
    "Assignment",
    "Department",
    "MailWhen",
    "Notification",
    "NotificationChoice",
    "Position",
    "Role",
    "RoleGrant",
    "Staff",
    "Topic",
    "User",
]
