"""How a verb ends."""

CLEAN, FINDINGS, UNUSABLE, BUSY, NO_SPACE = 0, 1, 2, 3, 4
"""Exit statuses: clean · findings or damage · unusable input or arguments · locked by someone else · disk full."""
