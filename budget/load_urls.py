from django.urls import path

from budget.views import load_files, load_steps, loads

urlpatterns = [
    path("", loads.loads, name="loads"),
    path("ny/", loads.load_new, name="load_new"),
    path("exempel.csv", load_files.ledger_example, name="ledger_example"),
    path("<int:pk>/", loads.load, name="load"),
    path("<int:pk>/fel.csv", load_files.load_errors, name="load_errors"),
    path("<int:pk>/kontrollera/", load_steps.load_check, name="load_check"),
    path("<int:pk>/las-in/", load_steps.load_apply, name="load_apply"),
    path("<int:pk>/angra/", load_steps.load_undo, name="load_undo"),
    path("<int:pk>/forkasta/", load_steps.load_discard, name="load_discard"),
]
