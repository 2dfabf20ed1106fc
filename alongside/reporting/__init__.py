"""Reporting: figures of a cohort, kept as rows so that a page costs the same however many people there are."""
