from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0007_group_slugs")]

    operations = [
        migrations.AlterField(
            model_name="group",
            name="slug",
            field=models.SlugField(max_length=80, unique=True, verbose_name="address"),
        ),
    ]
