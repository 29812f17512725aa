"""That somebody was erased, and the reason for which their certificates are taken back."""

import uuid

from django.db import migrations, models

REASONS = (
    "exam-void", "mark-changed", "cheating", "issued-in-error", "misconduct", "holder-asked", "holder-erased",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("certification", "0030_competency_on_the_site")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person", models.UUIDField(unique=True)),
                ("erased_by", models.UUIDField()),
                ("erased_at", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
            ],
            options={"verbose_name": "抹除记录", "verbose_name_plural": "抹除记录"},
        ),
        migrations.RemoveConstraint(model_name="certificateevent", name="certificateevent_reason_iff_revoked"),
        migrations.AlterField(
            model_name="certificateevent",
            name="reason",
            field=models.CharField(blank=True, choices=[(one, one) for one in REASONS], max_length=16),
        ),
        migrations.AddConstraint(
            model_name="certificateevent",
            constraint=models.CheckConstraint(
                name="certificateevent_reason_iff_revoked",
                condition=models.Q(kind="revoked", reason__in=list(REASONS))
                | (~models.Q(kind="revoked") & models.Q(reason="")),
            ),
        ),
    ]
