import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisation.demo import NotTheDemo, ensure_logins


class Command(BaseCommand):
    help = "Makes one login per role for the demo's committees, and prints them. Only where DEMO=1 is set."

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("DEMO") != "1":
            raise CommandError("Demoinloggningar skapas bara av ./run demo (miljövariabeln DEMO=1).")
        slugs = {folder.name for folder in (settings.BASE_DIR / "demo").iterdir() if folder.is_dir()}
        try:
            logins = ensure_logins(slugs=slugs, passwords=settings.VAR_DIR / "demo_logins.txt")
        except NotTheDemo as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/logga-in/\n\n")
        self.stdout.write(f"{'Roll':<18}{'Användarnamn':<16}Lösenord\n")
        for person, password in logins:
            self.stdout.write(f"{person.title:<18}{person.username:<16}{password}\n")
