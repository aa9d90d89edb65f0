from django.urls import path

from incentives import views

app_name = "incentives"
urlpatterns = [path("my/bonuses/", views.my_bonuses, name="my_bonuses")]
