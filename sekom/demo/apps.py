from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sekom.demo"
    label = "demo"
