"""The drafting room: reading the policies, drafting, checking, trying, and publishing them."""
