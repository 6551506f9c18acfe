import pytest

from tests.smtp_server import mail_server


@pytest.fixture
def server(tmp_path, settings):
    """A real mail server, to which the portal sends."""
    with mail_server(tmp_path) as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
            }
        }
        yield server
