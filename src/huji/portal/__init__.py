"""The public pages: no sign-in, no personal data beyond what a paper's holder shows."""
