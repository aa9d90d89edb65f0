"""The site as it is served, and beside it two bare views with the queries of the public survey and nothing else."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from feedback import tokens
from feedback.queries.surveys import opened_link
from feedback.services.recording import RECORD
from starservice.urls import urlpatterns as site

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.ROOT_URLCONF = __name__
ANSWER = {
    "id": None,
    "form": 2,
    "own": None,
    "via": "web",
    "by": None,
    "flag": "",
    "burst": 5,
    "stars": '{"attitude": 5, "quality": 4, "efficiency": 3}',
    "score": "4.2",
    "nps": 9,
    "words": "Fine",
    "replies": "{}",
    "low": False,
    "receipt": b"r" * 32,
}


def bare_get(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(opened_link(tokens.hash_of(token), timezone.now()).staff_name)


@csrf_exempt
def bare_post(request: HttpRequest, token: str) -> HttpResponse:
    network = tokens.hash_of(request.headers["X-Forwarded-For"])[:16]
    values = {**ANSWER, "token_hash": tokens.hash_of(token), "at": timezone.now(), "network": network}
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)
        return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("bare/get/<str:token>/", bare_get), path("bare/post/<str:token>/", bare_post), *site]
application = get_wsgi_application()
