"""The page of one request in the portal, and what is done there; the addresses are in feedback/urls.py."""
