"""Addresses of events, meetings and actions: everybody's, and the secretariat's under /kansli/."""

app_name = "events"

urlpatterns: list = []
