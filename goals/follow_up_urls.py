from django.urls import path

from goals.views import follow_up, follow_up_unit

urlpatterns = [
    path("<year:year>/<month:month>/", follow_up.follow_up, name="follow_up"),
    path("<year:year>/<month:month>/<str:code>/", follow_up_unit.follow_up_unit, name="follow_up_unit"),
    path("<year:year>/<month:month>/<str:code>/spara/", follow_up_unit.follow_up_save, name="follow_up_save"),
]
