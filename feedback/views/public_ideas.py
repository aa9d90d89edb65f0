"""Ideas of customers: the public form, and the page where they follow what becomes of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback import tokens
from feedback.forms.suggestion import PublicIdeaForm
from feedback.links import suggestion_link
from feedback.queries.suggestions import suggestion_behind
from feedback.services.suggestions import suggest_as_customer
from feedback.views import public_form
from feedback.views.ready_pages import page

ASKED = ("title", "text", "category", "from_name", "from_email")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def public_ideas(request: HttpRequest) -> HttpResponse:
    """Take an idea from a customer and go to its own page."""
    now = timezone.now()
    if not public_form.is_sent(request):
        if not public_form.may_open(request, "ideas"):
            return public_form.hurried(request)
        form = PublicIdeaForm(now=now, initial=public_form.typed(request))
        return public_form.show(request, "feedback/ideas.html", form)
    form = PublicIdeaForm(request.POST, now=now)
    if not form.is_valid():
        return public_form.show(request, "feedback/ideas.html", form, status=422)
    if not public_form.may_send(request, "ideas"):
        return public_form.show(request, "feedback/ideas.html", public_form.too_many(form), status=429)
    given = {name: form.cleaned_data[name] for name in ASKED}
    _kept, token = suggest_as_customer(**given, language=translation.get_language(), at=now)
    return redirect("feedback:idea_followed", token)


@require_http_methods(["GET", "HEAD"])
def idea_followed(request: HttpRequest, token: str) -> HttpResponse:
    """Show what became of an idea to whoever holds its link; unknown links all look the same."""
    public_form.speak(request.GET.get("lang", ""))
    if not public_form.may_open(request, "idea"):
        return public_form.hurried(request)
    suggestion = suggestion_behind(tokens.hash_of(token))
    if suggestion is None:
        return page(request, "feedback/idea_unknown.html", {}, status=404)
    context = {"suggestion": suggestion, "link": suggestion_link(token)}
    return page(request, "feedback/idea_followed.html", context)
