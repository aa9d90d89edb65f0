"""The portal's self-evaluation: stars and words, saved as one goes."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.models import Staff
from ratings.errors import RatingError
from ratings.forms import EvaluationForm
from ratings.forms.evaluation import initial_marks
from ratings.models import Evaluation, RatingMonth
from ratings.queries.evaluations import EDITABLE, criteria_of, evaluations_with_marks, months_open_for
from ratings.services.evaluations import save_evaluation
from ratings.views.staff import staff_of


@login_required
def evaluation(request: HttpRequest) -> HttpResponse:
    """Lead to the newest month open for the reader's self-evaluation, or say that there is nothing to do."""
    staff = staff_of(request)
    months = months_open_for(staff) if staff else []
    if not months:
        return render(request, "ratings/evaluation_none.html", {"staff": staff})
    return redirect("portal:evaluation_month", month=months[0].first_day)


@login_required
@require_http_methods(["GET", "POST"])
def evaluation_month(request: HttpRequest, month: date) -> HttpResponse:
    """Show, save or submit the reader's self-evaluation of one month."""
    staff = staff_of(request)
    rating_month = get_object_or_404(RatingMonth.objects.select_related("policy"), first_day=month)
    if staff is None:
        raise Http404
    written = _written(rating_month, staff)
    if written is None and rating_month not in months_open_for(staff):
        raise Http404
    if request.method == "POST":
        return _save(request, rating_month, staff, written)
    return _page(request, rating_month, staff, written, _form(rating_month, written))


def _written(month: RatingMonth, staff: Staff) -> Evaluation | None:
    return evaluations_with_marks(month).filter(staff=staff, kind=Evaluation.Kind.SELF).first()


def _form(month: RatingMonth, written: Evaluation | None) -> EvaluationForm:
    marks = {mark.criterion_id: mark.stars for mark in written.marks.all()} if written else {}
    return EvaluationForm(
        criteria=criteria_of(month), initial=initial_marks(marks, written.comment if written else "")
    )


def _save(request: HttpRequest, month: RatingMonth, staff: Staff, written: Evaluation | None) -> HttpResponse:
    form = EvaluationForm(request.POST, criteria=criteria_of(month))
    submit = "submit" in request.POST
    saved = _saved(form, month, staff, submit) if form.is_valid() else None
    if request.htmx:  # type: ignore[attr-defined]
        return saved_note(request, form, saved)
    if saved is None:
        return _page(request, month, staff, written, form, status=422)
    messages.success(request, _("Thank you. Your self-evaluation is in.") if submit else _("Saved."))
    return redirect("portal:evaluation_month", month=month.first_day)


def _saved(form: EvaluationForm, month: RatingMonth, staff: Staff, submit: bool) -> Evaluation | None:
    try:
        return save_evaluation(
            month=month,
            staff=staff,
            kind=Evaluation.Kind.SELF,
            author=staff,
            marks=form.marks,
            comment=form.cleaned_data["comment"],
            submit=submit,
            at=timezone.now(),
        )
    except RatingError as refusal:
        form.refuse(refusal)
        return None


def saved_note(request: HttpRequest, form: EvaluationForm, saved: Evaluation | None) -> HttpResponse:
    """Answer htmx with a line: saved with how many of how many, or why not."""
    context = {
        "saved": saved,
        "form": form,
        "given": saved.marks.count() if saved else 0,
        "asked": len(form.criteria),
    }
    return render(request, "ratings/_saved.html", context)


def _page(
    request: HttpRequest,
    month: RatingMonth,
    staff: Staff,
    written: Evaluation | None,
    form: EvaluationForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "month": month,
        "written": written,
        "form": form,
        "is_open": month.status in EDITABLE,
        "is_closed": month.status not in EDITABLE,
        "months": months_open_for(staff),
        "given": form.given,
        "asked": len(form.criteria),
    }
    return render(request, "ratings/evaluation_form.html", context, status=status)
