"""What staff type in while a customer is on the phone or at the counter."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.forms.help import LONGEST_TEXT, ManyFilesField, ManyFilesInput
from feedback.models import Category, Channel, ServiceRequest, Tier

MOST_EMAILS = 50


class CustomerSearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(
        label=gettext_lazy("Who is calling?"),
        max_length=254,
        required=False,
        help_text=gettext_lazy(
            "The whole phone number, e-mail address, customer number or number of a request."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PhoneIntakeForm(forms.Form):
    """A request or complaint as the caller tells it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=ServiceRequest.Kind.choices, initial=ServiceRequest.Kind.REQUEST
    )
    channel = forms.ModelChoiceField(
        label=gettext_lazy("Channel"), queryset=Channel.objects.none(), empty_label=None
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150, required=False)
    text = forms.CharField(
        label=gettext_lazy("What the customer says"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=gettext_lazy("By the words of the text"),
    )
    tier = forms.ModelChoiceField(
        label=gettext_lazy("Service tier"),
        queryset=Tier.objects.none(),
        required=False,
        empty_label=gettext_lazy("As proposed by the rules"),
    )
    name = forms.CharField(label=gettext_lazy("Name of the customer"), max_length=100, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    area = forms.CharField(label=gettext_lazy("Town or area"), max_length=40, required=False)
    files = ManyFilesField(label=gettext_lazy("Files"), required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["channel"].queryset = Channel.objects.filter(is_active=True)
        fields["channel"].initial = Channel.objects.filter(code="phone", is_active=True).first()
        fields["category"].queryset = Category.objects.filter(is_active=True).select_related(
            "tier", "department"
        )
        fields["tier"].queryset = Tier.objects.filter(is_active=True)
        fields["language"].choices = [("", _("not known")), *settings.LANGUAGES]


class EmailFilesField(forms.FileField):
    """Several e-mail files, as they are; what is no e-mail is said of each."""

    widget = ManyFilesInput(attrs={"accept": ".eml,message/rfc822"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if not files:
            raise forms.ValidationError(_("Please choose a file."))
        if len(files) > MOST_EMAILS:
            raise forms.ValidationError(
                _("Please send at most %(most)d files at a time.") % {"most": MOST_EMAILS}
            )
        return files


class EmailFilesForm(forms.Form):
    """E-mail files to take in."""

    emails = EmailFilesField(label=gettext_lazy("E-mail files (.eml)"))
