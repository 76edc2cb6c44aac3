"""Which values are to be hidden so that small groups cannot be worked out.

Pure: imports neither Django nor Celery.
"""
