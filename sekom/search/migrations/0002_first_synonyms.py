from django.db import migrations

FIRST = [
    "SDG, SDGs, globala målen, hållbarhetsmålen, Agenda 2030, 2030-agendan",
    "BTH, Blekinge Tekniska Högskola",
    "FSSD, ramverket för strategisk hållbar utveckling, strategisk hållbar utveckling",
    "SEKOM, Sveriges Ekokommuner",
    "miljömål, miljökvalitetsmål, nationella miljömålen",
    "hållbarhetsprinciper, hållbarhetsprinciperna, systemvillkor",
    "KS, kommunstyrelse",
    "tjänsteperson, tjänsteman",
    "enkät, frågeformulär",
    "webbinarium, webinar, webbmöte",
]


def add(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonyms")
    for terms in FIRST:
        synonyms.objects.get_or_create(terms=terms)


def remove(apps, schema_editor):
    apps.get_model("search", "Synonyms").objects.filter(terms__in=FIRST).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
