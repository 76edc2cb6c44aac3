"""Internal control in the administration."""
