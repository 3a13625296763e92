"""What a conversion could not take over: to be corrected and registered by two officers, or put aside."""
