"""Indicators with their parts, targets and measurements."""
