"""What is said of names that stand in addresses, where Django's own sentence speaks of slugs."""

WRONG_SLUG = "Skriv bara bokstäverna a–z, siffror och bindestreck, utan mellanslag och utan å, ä och ö."
