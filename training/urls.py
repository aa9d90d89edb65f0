"""The portal's pages about training."""

from django.urls import path

from training.views import certificates

app_name = "training"
urlpatterns = [path("my/certificates/", certificates.my_certificates, name="my_certificates")]
