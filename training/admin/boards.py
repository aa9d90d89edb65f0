"""The way from the admin to the boards of the portal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from starservice.web.admin_nav import TRAINING
from training.access import sees_training


def _sees(request: HttpRequest) -> bool:
    return sees_training(request.user)


def _leads(request: HttpRequest) -> bool:
    user: Any = request.user
    return user.is_manager


site: Any = admin.site
site.add_page("training:board", _("Training board"), TRAINING, _sees)
site.add_page("training:team_board", _("Training of my team"), TRAINING, _leads)
