"""The website with the lock on events taken away: what the tests of places must find out."""

from django.apps import apps

from sekom.wsgi import application

__all__ = ["application"]


def look(self, event):
    """The event, without waiting for those who are giving away its places."""
    return self.get(pk=event.pk)


type(apps.get_model("events.Event").objects.all()).hold = look
