from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADDED = {
    "secretary": ["edit_goals", "follow_up", "view_small"],
    "controller": ["edit_goals", "follow_up", "view_small"],
    "unit_manager": ["follow_up", "view_small"],
}


def add_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The standard roles get what they need for goals; what an administrator has changed in them stays."""
    Role = apps.get_model("organisation", "Role")
    for role in Role.objects.filter(code__in=ADDED):
        role.permissions += [each for each in ADDED[role.code] if each not in role.permissions]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_standard_roles")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
