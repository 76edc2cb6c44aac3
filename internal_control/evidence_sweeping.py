"""Files of evidence without a row: what a process left that was killed between a file and its row."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from internal_control.evidence_files import FOLDER
from internal_control.models import Evidence

# Younger files may belong to a row that is on its way.
AGE = timedelta(days=1)


def sweep() -> int:
    """Take away the files that are a day old and no row's; how many they were."""
    if not default_storage.exists(FOLDER):
        return 0
    swept = 0
    folders, _ = default_storage.listdir(FOLDER)
    for folder in sorted(folders):
        _, names = default_storage.listdir(f"{FOLDER}/{folder}")
        places = {f"{FOLDER}/{folder}/{name}" for name in names}
        rows = Evidence.objects.filter(file__startswith=f"{FOLDER}/{folder}/")
        for place in sorted(places - set(rows.values_list("file", flat=True))):
            if timezone.now() - default_storage.get_modified_time(place) > AGE:
                default_storage.delete(place)
                swept += 1
    return swept
