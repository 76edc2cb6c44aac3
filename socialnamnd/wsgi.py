import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialnamnd.settings")

application = get_wsgi_application()

# What is loaded at the start stays: the collector need not go through it again and again during requests.
gc.collect()
gc.freeze()
