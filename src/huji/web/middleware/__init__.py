"""What happens around every request: language, headers, sign-in, role and area."""
