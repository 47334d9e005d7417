"""The tables are there already: plans made them, and gave them these names in plans.0002."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('orgs', '0001_initial'),
        ('plans', '0002_drafts_leave'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PlanDraft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('org_path', models.CharField(max_length=160, verbose_name='所属路径')),
                        ('data', models.JSONField(verbose_name='解读结果')),
                        ('settled', models.JSONField(default=dict, verbose_name='已处置的提示')),
                        ('state', models.CharField(choices=[('open', '校正中'), ('adopted', '已采纳'), ('discarded', '已作废')], default='open', max_length=10, verbose_name='状态')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(verbose_name='创建时间')),
                        ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.area')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
                    ],
                    options={
                        'verbose_name': '方案草稿',
                        'verbose_name_plural': '方案草稿',
                    },
                ),
                migrations.CreateModel(
                    name='PlanVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='版本')),
                        ('data', models.JSONField(verbose_name='解读结果')),
                        ('adopted_at', models.DateTimeField(verbose_name='采纳时间')),
                        ('adopted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='adoption.plandraft')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
                    ],
                    options={
                        'verbose_name': '方案版本',
                        'verbose_name_plural': '方案版本',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once')],
                    },
                ),
            ],
        ),
    ]
