from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADDED = {"secretary": ["adopt"], "controller": ["adopt"]}


def add_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The standard roles get what they need to adopt; what an administrator has changed in them stays."""
    Role = apps.get_model("organisation", "Role")
    for role in Role.objects.filter(code__in=ADDED):
        role.permissions += [each for each in ADDED[role.code] if each not in role.permissions]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_adopted_documents")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
