"""What a new company starts with, as plain data for migrations; a module a topic."""
