from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADDED = {
    "secretary": ["edit_control", "carry_out", "view_evidence"],
    "controller": ["edit_control", "carry_out", "view_evidence"],
    "unit_manager": ["carry_out", "view_evidence"],
}


def add_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The standard roles get what they need for internal control; what an administrator has changed stays."""
    Role = apps.get_model("organisation", "Role")
    for role in Role.objects.filter(code__in=ADDED):
        role.permissions += [each for each in ADDED[role.code] if each not in role.permissions]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_roles_that_adopt")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
