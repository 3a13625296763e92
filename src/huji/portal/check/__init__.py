"""The self-check: where to, a few questions, the answer with its reasons. No sign-in, nothing kept.

What a citizen says travels in the form itself, from page to page (`said`): not in an address, a cookie, a
session, a log or a table. Every page is the answer to a POST of one address, and says what was sent anew.
"""
