"""What is asked about training."""

from training.queries.certificates import (
    CertificationRate,
    certificates_of,
    certification_rate,
    uncertified_staff,
)

__all__ = ["CertificationRate", "certificates_of", "certification_rate", "uncertified_staff"]
