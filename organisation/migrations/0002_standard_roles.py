from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from organisation.permissions import STANDARD_ROLES


def create_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Role = apps.get_model("organisation", "Role")
    for code, (name, permissions) in STANDARD_ROLES.items():
        Role.objects.get_or_create(
            code=code, defaults={"name": name, "permissions": [permission.value for permission in permissions]}
        )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
