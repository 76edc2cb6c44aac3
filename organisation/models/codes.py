"""What a code of a unit, an account or a project may look like: it stands in addresses and in files with semicolons."""

from django.core.validators import RegexValidator

code_validator = RegexValidator(
    r"^[^/;\s]+$", "Koden får inte innehålla blanksteg, snedstreck eller semikolon."
)
