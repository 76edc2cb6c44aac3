"""What stands in a package's directory."""

from reports.packages import budget_files, investment_files, organisation_files, report_files

# Everything that a package may hold, and so everything that a dump may replace.
ENTRIES = (
    organisation_files.SETTINGS,
    organisation_files.UNITS,
    budget_files.ACCOUNTS,
    budget_files.LEDGER,
    investment_files.PROJECTS,
    investment_files.AMOUNTS,
    investment_files.REQUESTS,
    organisation_files.MONTHS,
    report_files.TEMPLATES,
    report_files.REPORTS,
)
