"""Workloads and budgets: how fast Legato is, beside its peers where they can run."""
