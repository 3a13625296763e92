"""The web application for gunicorn: `huji.wsgi:application`, after `huji.runtime.boot`."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
