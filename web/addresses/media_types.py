"""What the formats of the site are called in HTTP."""

ATOM = "application/atom+xml"
CSV = "text/csv"
JSON = "application/json"
JSON_FEED = "application/feed+json"
NINJS = "application/json"
OPENSEARCH = "application/opensearchdescription+xml"
PDF = "application/pdf"
PROBLEM = "application/problem+json"
RSS = "application/rss+xml"
SUGGESTIONS = "application/x-suggestions+json"
XML = "application/xml"
ZIP = "application/zip"

ENDINGS = (*(".atom", ".csv", ".ico", ".json", ".ninjs", ".pdf", ".rss", ".txt", ".xml", ".zip"),)
"""How the addresses of formats end, which programs ask for and people save."""
