"""Withdrawing 撤下: which bytes go, what stands in their place, and whether the same words stay anywhere else."""
