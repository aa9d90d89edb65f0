from training.models.certificate import Certificate

__all__ = ["Certificate"]
