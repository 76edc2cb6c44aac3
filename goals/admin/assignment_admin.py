"""Assignments with their notes, and assessments to look at."""
