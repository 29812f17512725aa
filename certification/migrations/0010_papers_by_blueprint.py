import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0009_seat_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='VersionStatistic',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='statistic', serialize=False, to='certification.questionversion')),
                ('attempts', models.PositiveIntegerField()),
                ('share', models.PositiveIntegerField()),
                ('measured_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '试题统计',
                'verbose_name_plural': '试题统计',
            },
        ),
        migrations.AddField(
            model_name='paper',
            name='blueprint_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='certification.blueprintversion'),
        ),
        migrations.AddField(
            model_name='paper',
            name='minutes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='paper',
            name='pass_by_area',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='paper',
            name='report',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='question',
            name='template',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddConstraint(
            model_name='versionstatistic',
            constraint=models.CheckConstraint(condition=models.Q(('attempts__gte', 1)), name='versionstatistic_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='versionstatistic',
            constraint=models.CheckConstraint(condition=models.Q(('share__lte', 10000)), name='versionstatistic_share_of_whole'),
        ),
    ]
