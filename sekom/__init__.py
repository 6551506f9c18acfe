"""The kit under all apps and the frame around them."""

from sekom.celery import app as celery_app

__all__ = ["celery_app"]
