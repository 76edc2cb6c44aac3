from django.urls import path

from goals.views import carry_over, goal, goal_levels, goals, scales

urlpatterns = [
    path("", goals.latest_goals, name="latest_goals"),
    path("nivaer/", goal_levels.goal_levels, name="goal_levels"),
    path("skalor/", scales.scales, name="scales"),
    path("skalor/ny/", scales.scale_new, name="scale_new"),
    path("skalor/<slug:code>/", scales.scale, name="scale"),
    path("skalor/<slug:code>/ta-bort/", scales.scale_delete, name="scale_delete"),
    path("<year:year>/", goals.goals, name="goals"),
    # Before the goals: goals.goal_checks.RESERVED_CODES keeps these words from being codes.
    path("<year:year>/nytt/", goal.goal_new, name="goal_new"),
    path("<year:year>/ordning/", goals.goals_order, name="goals_order"),
    path("<year:year>/for-over/", carry_over.goals_carry_over, name="goals_carry_over"),
    path("<year:year>/for-over/angra/", carry_over.goals_take_back, name="goals_take_back"),
    path("<year:year>/<str:code>/", goal.goal, name="goal"),
    path("<year:year>/<str:code>/redigera/", goal.goal_edit, name="goal_edit"),
    path("<year:year>/<str:code>/ta-bort/", goal.goal_delete, name="goal_delete"),
]
