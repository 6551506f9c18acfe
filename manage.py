#!/usr/bin/env python
"""The portal's command line: Django's commands and our own."""

import os
import sys

from django.core.management import execute_from_command_line

from sekom import embedded, translations


def main() -> None:
    """Make sure there are servers and translations, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekom.settings")
    if sys.argv[1:2] == ["bench_mailing"]:
        embedded.point_at_bench()
    embedded.ensure()
    translations.compile_stale()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
