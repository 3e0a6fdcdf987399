"""Commands of the business, for the command line."""
