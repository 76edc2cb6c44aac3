"""What somebody may do in a committee. A role is data: a name and a set of these."""

from django.db.models import TextChoices


class Permission(TextChoices):
    VIEW = "view", "Läsa siffror, mål och rapporter"
    ENTER_BUDGET = "enter_budget", "Föra in budget och investeringar"
    ENTER_FORECAST = "enter_forecast", "Föra in prognos"
    LOAD_LEDGER = "load_ledger", "Läsa in och ångra huvudboksfiler"
    CLOSE_MONTH = "close_month", "Stänga och öppna månader"
    WRITE_TEXT = "write_text", "Skriva rapporttexter"
    EDIT_GOALS = "edit_goals", "Lägga upp mål, mått och uppdrag"
    FOLLOW_UP = "follow_up", "Följa upp mål, mått och uppdrag"
    EDIT_CONTROL = "edit_control", "Lägga upp risker, kontroller och internkontrollplaner"
    CARRY_OUT = "carry_out", "Utföra kontroller och föreslå risker"
    VIEW_EVIDENCE = "view_evidence", "Se underlag till kontroller"
    VIEW_SMALL = "view_small", "Se värden som rör få personer"
    EDIT_REPORT = "edit_report", "Skapa rapporter och ändra deras uppgifter"
    ADOPT = "adopt", "Fastställa dokument och dra tillbaka dem"
    EXPORT_REPORT = "export_report", "Ta ut rapporter som PDF och Excel"
    VIEW_AUDIT = "view_audit", "Se händelseloggen"

    @property
    def in_sentence(self) -> str:
        """The label as it stands within a sentence: 'ta ut rapporter som PDF och Excel'."""
        return self.label[0].lower() + self.label[1:]


# The roles that a new installation starts with; they are rows, and an administrator may change them.
STANDARD_ROLES: dict[str, tuple[str, tuple[Permission, ...]]] = {
    "secretary": (
        "Nämndsekreterare",
        (
            Permission.VIEW,
            Permission.WRITE_TEXT,
            Permission.EDIT_GOALS,
            Permission.FOLLOW_UP,
            Permission.EDIT_CONTROL,
            Permission.CARRY_OUT,
            Permission.VIEW_EVIDENCE,
            Permission.VIEW_SMALL,
            Permission.EDIT_REPORT,
            Permission.ADOPT,
            Permission.EXPORT_REPORT,
            Permission.VIEW_AUDIT,
        ),
    ),
    "controller": ("Controller", tuple(Permission)),
    "unit_manager": (
        "Enhetschef",
        (
            Permission.VIEW,
            Permission.ENTER_FORECAST,
            Permission.WRITE_TEXT,
            Permission.FOLLOW_UP,
            Permission.CARRY_OUT,
            Permission.VIEW_EVIDENCE,
            Permission.VIEW_SMALL,
        ),
    ),
    "reader": ("Läsare", (Permission.VIEW,)),
}
