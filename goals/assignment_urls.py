from django.urls import path

from goals.views import (
    assignment,
    assignment_goals,
    assignment_meeting,
    assignment_steps,
    assignments,
)

# A word that stands where a code may stand is among goals.assignment_faults.RESERVED_CODES.
urlpatterns = [
    path("", assignments.assignments, name="assignments"),
    path("nytt/", assignments.assignment_new, name="assignment_new"),
    path("mote/", assignment_meeting.assignments_for_meeting, name="assignments_for_meeting"),
    path("mote/anteckningar/", assignment_meeting.meeting_notes, name="meeting_notes"),
    path("mal/<year:year>/<str:code>/", assignment_goals.goal_assignments, name="goal_assignments"),
    path("<str:code>/", assignment.assignment, name="assignment"),
    path("<str:code>/redigera/", assignment.assignment_edit, name="assignment_edit"),
    path("<str:code>/ta-bort/", assignment.assignment_delete, name="assignment_delete"),
    path("<str:code>/anteckning/", assignment_steps.assignment_note, name="assignment_note"),
    path("<str:code>/avsluta/", assignment_steps.assignment_close, name="assignment_close"),
    path("<str:code>/oppna/", assignment_steps.assignment_reopen, name="assignment_reopen"),
    path("<str:code>/mal/<year:year>/", assignment_goals.assignment_goals, name="assignment_goals"),
]
