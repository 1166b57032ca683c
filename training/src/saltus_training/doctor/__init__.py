"""Says why a saved model cannot become a bundle, or what will surprise where it can."""

from saltus_training.doctor.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
