"""What signed-in people are told, and how."""

from django.urls import path

from people.views import notifications

app_name = "people"
urlpatterns = [
    path("notifications/", notifications.notification_list, name="notifications"),
    path("notifications/read/", notifications.read_notifications, name="notifications_read"),
    path("notifications/bell/", notifications.bell, name="bell"),
    path("notifications/settings/", notifications.notification_settings, name="notification_settings"),
    path("notifications/<int:pk>/", notifications.open_notification, name="notification"),
]
