"""What we publish and send: the website's pages and news, the newsletter, and who reads it."""

from newsletter.models.api_keys import ApiDeed, ApiKey
from newsletter.models.articles import Article
from newsletter.models.files import File
from newsletter.models.issues import Block, Issue
from newsletter.models.outside_links import OutsideLink
from newsletter.models.pages import Page
from newsletter.models.pictures import Picture
from newsletter.models.spreading import OwnCount, Reach, ShareLink
from newsletter.models.subscribers import Subscriber

__all__ = [
    "ApiDeed",
    "ApiKey",
    "Article",
    "Block",
    "File",
    "Issue",
    "OutsideLink",
    "OwnCount",
    "Page",
    "Picture",
    "Reach",
    "ShareLink",
    "Subscriber",
]
