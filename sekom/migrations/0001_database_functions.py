from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# Swedish order without the server's locale: å ä ö after z, é as e, ü as y.
SV_SORT = """
CREATE FUNCTION sv_sort(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(
    lower(t), 'åäæöøéèêëáàâãüýíìîïóòôúùûñçš', '{||}}eeeeaaaayyiiiiooouuuncs'
  )
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(SV_SORT, "DROP FUNCTION sv_sort(text);"),
    ]
