"""What the portal's pages of training share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from training.access import staff_of

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Give the view `request, staff` of who signed in; 404 for users who are no members of staff."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        staff = staff_of(request.user)
        if staff is None:
            raise Http404
        return view(request, staff, *args, **options)

    return guarded
