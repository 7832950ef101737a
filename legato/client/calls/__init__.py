"""Calls that take more than one request, or other arguments than their request: as people know them from Prefect 2.

Each is a generator that yields requests, is sent their answers, and returns what the call gives.
"""
