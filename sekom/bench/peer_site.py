"""The peer: django-post_office sends the same letter to as many people.

Run by itself, with a Python that has it: `peer_site.py HOST PORT USER NAME SMTP_PORT PROCESSES
NUMBER`, the letter as JSON on standard input. Prints the seconds that the sending took, the
queueing left out.
"""

import json
import logging
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command

AT_ONCE = 1_000  # of the rows that are queued


def configure(host: str, port: str, user: str, name: str, smtp_port: str) -> None:
    """Set up a site with nothing else in it."""
    settings.configure(
        SECRET_KEY="x" * 50,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "post_office"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": host,
                "PORT": port,
                "USER": user,
                "NAME": name,
            }
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(smtp_port),
        DEFAULT_FROM_EMAIL="kansli@example.org",
        POST_OFFICE={"LOG_LEVEL": 1, "BATCH_SIZE": 5_000},
    )
    django.setup()
    logging.disable(logging.INFO)


def main(*, processes: int, number: int, letter: dict[str, str]) -> float:
    """Queue so many letters, send them, and tell how long the sending took."""
    from post_office import mail  # noqa: PLC0415 - only once Django is set up
    from post_office.models import STATUS, Email, EmailTemplate  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    Email.objects.all().delete()
    template, _made = EmailTemplate.objects.update_or_create(
        name="bench",
        defaults={
            "subject": letter["subject"],
            "content": letter["text"],
            "html_content": letter["html"],
        },
    )
    people = [
        {
            "recipients": [f"person{index}@domain{index % 997}.example.org"],
            "template": template,
            "context": {
                "name": f"Person Åberg {index}",
                "municipality": f"Kommun {index % 290}",
                "role": "politiker" if index % 2 else "tjänsteperson",
                "token": f"token-{index}",
            },
            "render_on_delivery": True,
        }
        for index in range(number)
    ]
    for first in range(0, number, AT_ONCE):
        mail.send_many(people[first : first + AT_ONCE])
    began = time.perf_counter()
    call_command("send_queued_mail", processes=processes)
    seconds = time.perf_counter() - began
    assert Email.objects.filter(status=STATUS.sent).count() == number  # noqa: S101
    return seconds


if __name__ == "__main__":
    configure(*sys.argv[1:6])
    processes, number = map(int, sys.argv[6:])
    print(main(processes=processes, number=number, letter=json.load(sys.stdin)))
