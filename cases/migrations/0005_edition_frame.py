from django.db import migrations


class Migration(migrations.Migration):
    """What is left of an edition's content is its frame."""

    dependencies = [("cases", "0004_split_editions")]

    operations = [migrations.RenameField(model_name="edition", old_name="content", new_name="frame")]
