"""What customers tell and bring, in the admin; one module a noun, registered by being imported here."""
