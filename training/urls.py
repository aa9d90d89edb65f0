"""The portal's pages about training."""

from django.urls import path

from training import views

app_name = "training"
urlpatterns = [path("my/certificates/", views.my_certificates, name="my_certificates")]
