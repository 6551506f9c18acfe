"""The bench: what must be quick, each measured as a ratio against a named floor in one run.

Part of the frame: it may use every app, and only `manage.py bench` uses it. Nothing is imported
here, so that what sends mail is measured with no more in memory than it needs.
"""
