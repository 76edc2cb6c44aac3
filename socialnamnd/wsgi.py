import os

from django.core.wsgi import get_wsgi_application

from socialnamnd.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialnamnd.settings")

application = get_wsgi_application()
settle()
