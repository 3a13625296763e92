from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Officer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=64, unique=True)),
                ("full_name", models.CharField(max_length=64)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("counter", "受理"),
                            ("review", "审核"),
                            ("approve", "审批"),
                            ("supervise", "督查"),
                            ("operate", "运维"),
                        ],
                        max_length=16,
                    ),
                ),
                ("office", models.IntegerField(null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("appointed_entry", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["counter", "review", "approve", "supervise", "operate"])
                        ),
                        name="officer_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office__isnull", True), ("role", "operate")),
                            models.Q(models.Q(("role", "operate"), _negated=True), ("office__isnull", False)),
                            _connector="OR",
                        ),
                        name="officer_has_an_office",
                    ),
                ],
            },
        ),
    ]
