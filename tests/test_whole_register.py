"""The register, walked through in a real browser: from an old sheet to the Team of the contacts."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from members.models import Holding, Person, Seat, today
from sekom.outbox import sending
from tests.browser import PHONE
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db(transaction=True)

# As somebody kept it until now: other words, semicolons, Windows-1252, a mandate that ends.
OLD_REGISTER = """\
Kommun;Politiker namn;Politiker e-post;Politiker till;Tjänsteperson namn;Tjänsteperson e-post
Kalix kommun;Exempelpolitiker Kalix;politiker.kalix@example.org;{ends};\
Exempeltjänsteperson Kalix;tjansteperson.kalix@example.org
Bodens kommun;Exempelpolitiker Boden;politiker.boden@example.org;{ends};;
Malmö stad;;;;Exempeltjänsteperson Malmö;tjansteperson.malmo@example.org
"""


def letters_to(address):
    """The letters to this address, the newest last."""
    return [letter for letter in mail.outbox if address in letter.to[0]]


def let_the_minute_pass():
    """Send what has been approved, as it happens once its minute of grace is over."""
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()


def log_in_by_code(page, address):
    """Come in as everybody does: by a code that is sent to one's address."""
    page.goto("/konto/login/")
    page.get_by_label("E-post").fill(address)
    page.get_by_role("button", name="Skicka koden").click()
    page.wait_for_url("**/code/confirm/")
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE).group()
    page.locator("[name=code]").fill(code)
    page.locator("form:has([name=code]) .sk-button--primary").click()
    page.wait_for_url("**/min-sida/")


def test_a_register_from_an_old_sheet_to_the_team(page_as, settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    ends = today() + timedelta(days=20)
    sheet = tmp_path / "kontakter.csv"
    sheet.write_bytes(OLD_REGISTER.format(ends=ends.isoformat()).encode("cp1252"))
    office = page_as(make_secretary())

    # The secretariat takes in its old register; nothing is written before it has looked through.
    office.goto("/kansli/medlemmar/importera/")
    office.locator("input[type=file]").set_input_files(sheet)
    office.get_by_role("button", name="Läs filen").click()
    if office.locator("form [name^=column_]").count():
        office.get_by_role("button", name="Se igenom raderna").click()
    expect(office.locator("main")).to_contain_text("Malmö stad")
    assert not Holding.objects.of_pairs().exists()
    office.get_by_role("button", name="Skriv till registret").click()
    office.wait_for_load_state()
    assert Holding.objects.current().of_pairs().count() == 4

    # The gaps are there, and a reminder goes to those who can fill them, once it is approved.
    office.goto("/medlemmar/?vy=luckor")
    for name in ("Bodens kommun", "Malmö stad"):
        office.get_by_role("checkbox", name=re.compile(name)).check()
    office.get_by_role("button", name="Skicka påminnelse").click()
    office.get_by_role("button", name="Skicka till 2 personer").click()
    office.wait_for_load_state()
    let_the_minute_pass()
    assert "Malmö stad" in letters_to("tjansteperson.malmo@example.org")[-1].subject

    # The politician of Kalix, on a phone, names who comes next; the successor is invited.
    phone = page_as(width=PHONE)
    log_in_by_code(phone, "politiker.kalix@example.org")
    holding = Holding.objects.get(person__email="politiker.kalix@example.org")
    phone.goto(f"/medlemmar/uppdrag/{holding.pk}/lamna-over/")
    phone.locator("[name=name]").fill("Exempelpolitiker Efterträdare")
    phone.locator("[name=email]").fill("eftertradare.kalix@example.org")
    phone.get_by_role("button", name="Lämna över").click()
    phone.wait_for_url("**/overlamning/**")
    sending.send_due()
    seat = Seat.objects.get(pk=holding.seat_id)
    tomorrow = today() + timedelta(days=1)
    assert seat.holding_on(today()).person.email == "politiker.kalix@example.org"
    assert seat.holding_on(tomorrow).person.email == "eftertradare.kalix@example.org"
    [invitation] = letters_to("eftertradare.kalix@example.org")
    assert "/integritet/" in invitation.body

    # The mandates end: one action asks the members concerned, with its number first.
    office.goto("/kansli/medlemmar/mandatskifte/")
    office.locator("form[method=get] input[type=date]").first.fill(ends.isoformat())
    office.get_by_role("button", name="Visa vilka det gäller").click()
    office.locator("form[method=post] .sk-button--primary").click()
    office.wait_for_load_state()
    let_the_minute_pass()
    asked = letters_to("politiker.boden@example.org")[-1]
    answered = page_as(width=PHONE)
    answered.goto(re.search(r"/stammer/\S+", asked.body).group())
    answered.get_by_role("button", name=re.compile("^Ja, ")).click()
    expect(answered.locator("main")).to_contain_text("Tack")

    # Who is to be in the Team is a list to take along.
    office.goto("/kansli/teams/")
    office.get_by_role("button", name="Ta fram en lista").click()
    with office.expect_download() as download:
        office.get_by_role("link", name="Listan som Excel").click()
    workbook = load_workbook(BytesIO(download.value.path().read_bytes()))
    cells = {cell.value for row in workbook.worksheets[0].iter_rows() for cell in row}
    pairs = Person.objects.filter(holdings__in=Holding.objects.current().of_pairs())
    assert set(pairs.values_list("email", flat=True)) <= cells
