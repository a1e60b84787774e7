"""Invented audits in the shapes of different houses, rendered to text, Word and PDF, and what a reader should find."""
