"""Handing over: messages through one of Django's mail backends, behind the same ledger.

For a provider's interface (django-anymail) and for mail that stays on the machine. Each message is
handed over in one piece, so what SMTP does in steps is done here when the message is released.
"""

import contextlib
import smtplib
from collections.abc import Callable

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.mail import mailers

from sekom.outbox.claiming import Job
from sekom.outbox.letters import SameMessage
from sekom.outbox.noting import Answer, State
from sekom.outbox.talking import answer_of


class Hand:
    """A mail backend in the place of a line."""

    is_pipelined = False
    wants_to_write = False

    def __init__(
        self,
        *,
        message_of: Callable[[Job], SameMessage],
        tell: Callable[[Job, Answer], None],
    ):
        self.backend = mailers.default
        self.backend.open()
        self.message_of, self.tell = message_of, tell
        self.flying: Job | None = None
        self.coming: Job | None = None
        self.message: SameMessage
        self.is_closed = False
        self.sent = 0
        self.deadline = float("inf")

    @property
    def is_idle(self) -> bool:
        return not (self.coming or self.is_closed)

    @property
    def loaded(self) -> Job | None:
        """The message that waits to be released."""
        return self.coming

    def begin(self, job: Job, mailbox: str) -> None:
        self.message, self.coming = self.message_of(job), job

    def release(self) -> None:
        """Hand over the message, and tell what was said to it."""
        if job := self.coming:
            self.coming = None
            self.sent += 1
            self.tell(job, self._hand_over())

    def step(self, *, can_read: bool) -> None:
        """Nothing waits here."""

    def abandon(self) -> None:
        self.coming = None

    def quit(self) -> None:
        self.is_closed = True
        with contextlib.suppress(OSError):
            self.backend.close()

    def _hand_over(self) -> Answer:
        try:
            self.backend.send_messages([self.message])
        except smtplib.SMTPResponseException as error:
            words = error.smtp_error
            text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
            return answer_of(error.smtp_code, text)
        except AnymailRecipientsRefused as error:
            return Answer(State.BOUNCED, str(error))
        except (OSError, AnymailError) as error:  # cut off: whether it arrived, nobody knows
            return Answer(State.QUEUED, str(error), is_doubt=isinstance(error, OSError))
        except ValueError as error:  # what stands in the row is no address that mail knows
            return Answer(State.FAILED, str(error))
        return Answer(State.SENT)
