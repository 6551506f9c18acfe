import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_first_synonyms")]
    operations = [
        migrations.RemoveField("word", "stem"),
        migrations.AddField(
            "word",
            "stems",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, verbose_name="stems"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "word",
            django.contrib.postgres.indexes.GinIndex(fields=["stems"], name="search_word_stems"),
        ),
    ]
