"""Goals, their levels and the scales they are assessed on."""
