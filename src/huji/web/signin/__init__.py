"""Signing in: name and password, then the second factor where the officer has one."""
