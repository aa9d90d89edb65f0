"""What changes standards, courses, exams and certificates."""

from training.services.certificates import issue_certificate, renew_certificate, revoke_certificate

__all__ = ["issue_certificate", "renew_certificate", "revoke_certificate"]
