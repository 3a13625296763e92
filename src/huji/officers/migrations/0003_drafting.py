from django.db import migrations, models

ROLES = ["counter", "review", "approve", "supervise", "draft", "publish", "operate"]
LABELS = ["受理", "审核", "审批", "督查", "政策起草", "政策发布", "运维"]


class Migration(migrations.Migration):
    """Two more roles: who drafts policies, and who publishes them."""

    dependencies = [("officers", "0002_grants")]

    operations = [
        migrations.RemoveConstraint("officer", "officer_role_is_known"),
        migrations.AlterField(
            "officer",
            "role",
            models.CharField(max_length=16, choices=list(zip(ROLES, LABELS, strict=True))),
        ),
        migrations.AddConstraint(
            "officer",
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="officer_role_is_known"),
        ),
    ]
