"""The Celery application: `celery -A sekom worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekom.settings")

app = Celery("sekom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
