"""Certification: who has earned a certificate, and the certificates themselves."""
