"""Give the groups that are there already an address, made of their names."""

from django.db import migrations

from sekom.text import slugify_sv


def give_slugs(apps, schema_editor):
    groups = apps.get_model("members", "Group").objects
    taken = set()
    for group in groups.filter(slug__isnull=True).order_by("pk"):
        slug = slugify_sv(group.name)[:70] or "grupp"
        if slug in taken:
            slug = f"{slug}-{group.pk}"
        taken.add(slug)
        groups.filter(pk=group.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("members", "0006_group_pages")]

    operations = [migrations.RunPython(give_slugs, migrations.RunPython.noop)]
