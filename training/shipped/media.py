"""A small real video for tests and the demo company: twenty seconds of counting stars, made for this project."""

from pathlib import Path

from django.core.files.base import ContentFile

SAMPLE_SECONDS = 20


def sample_video() -> ContentFile:
    """Return the video as a file to upload or store."""
    return ContentFile((Path(__file__).parent / "sample.webm").read_bytes(), name="stars.webm")
