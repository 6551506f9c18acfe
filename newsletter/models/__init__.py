"""What we publish: the pages of the website, and the links in it that lead elsewhere."""

from newsletter.models.outside_links import OutsideLink
from newsletter.models.pages import Page

__all__ = ["OutsideLink", "Page"]
