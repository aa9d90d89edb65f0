"""The portal's pages about training."""

from django.urls import path

from training.views import certificates, service_standards, standards

app_name = "training"
urlpatterns = [path("my/certificates/", certificates.my_certificates, name="my_certificates")]

# The standards manual.
urlpatterns += [
    path("standards/", standards.manuals, name="standards"),
    path("standards/<slug:code>/", standards.manual, name="standards_manual"),
    path("standards/<slug:code>/open/", standards.open_manual, name="standards_open"),
    path("standards/<slug:code>/acknowledge/", standards.acknowledge, name="standards_acknowledge"),
    path("standards/<slug:code>/changes/", standards.changes, name="standards_changes"),
    path("standards/<slug:code>/<int:number>/", standards.manual_version, name="standards_version"),
    path("service-standards/", service_standards.service_standards, name="service_standards"),
    path("service-standards/<slug:code>/", service_standards.service_standard, name="service_standard"),
]
