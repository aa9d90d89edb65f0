"""Benchmarks: each module has a main() that prints our figure, a reference measured in the same run, and the ratio."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "starservice.settings")
django.setup()
