"""Find a newer certificate of the same person and programme without reading the programme's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0037_statements")]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["person", "programme", "issued_at"], name="certificate_newer"),
        ),
    ]
