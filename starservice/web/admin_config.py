from django.contrib.admin.apps import AdminConfig


class StarAdminConfig(AdminConfig):
    """Makes our site the default admin site."""

    default_site = "starservice.web.admin_site.StarAdminSite"
    default = False
