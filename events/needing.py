"""What people need to take part: kept for the secretariat's eyes, counted without names, erased."""

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import Event, Signup, SignupNeeds
from sekom.outbox import personal_data as letters_kept
from sekom.outbox.models import Delivery, reference
from sekom.personal_data import NOBODYS_DOMAIN


def keep(signup: Signup, *, diet: str = "", access: str = "", forget: bool = False) -> None:
    """Keep what somebody needs, as far as the event asks for it; what is not typed stays as it is.

    With `forget`, what was told before is erased first.
    """
    told = {
        "diet": " ".join(diet.split()) if signup.event.asks_diet else "",
        "access": " ".join(access.split()) if signup.event.asks_access_needs else "",
    }
    told = {name: words for name, words in told.items() if words}
    if forget:
        SignupNeeds.objects.filter(signup=signup).delete()
    if told:
        SignupNeeds(signup=signup, **told).clean_fields(exclude=["signup"])
        SignupNeeds.objects.update_or_create(signup=signup, defaults=told)


def of_kitchen(event: Event) -> list[tuple[str, int]]:
    """What those who come eat, without names: [(need, how many)], the most common first."""
    rows = SignupNeeds.objects.filter(signup__in=event.signups.confirmed().order_by())
    diets = Counter(diet.strip().lower() for diet in rows.values_list("diet", flat=True) if diet)
    return sorted(diets.items(), key=lambda one: (-one[1], one[0]))


@transaction.atomic
def forget_who(signup: Signup) -> None:
    """Leave of a sign-up that is over only that there was one, and of its letters too."""
    letters = Delivery.objects.filter(
        mailing__about=reference(signup.event), email__iexact=signup.email
    )
    letters.filter(state=Delivery.State.QUEUED).update(
        state=Delivery.State.CANCELLED, settled_at=timezone.now()
    )
    letters_kept.forget(list(letters))
    SignupNeeds.objects.filter(signup=signup).delete()
    with override("sv"):  # the language of the register
        signup.name = _("Erased")
    signup.email = f"raderad-{signup.pk}@{NOBODYS_DOMAIN}"
    signup.person = signup.signed_up_by = None
    signup.organisation, signup.answers = "", {}
    signup.save(
        update_fields=["name", "email", "person", "signed_up_by", "organisation", "answers"]
    )


def forget_guests(signups: list[Signup]) -> None:
    """Leave of guests whose event was long ago only that somebody came."""
    for signup in signups:
        forget_who(signup)
