"""The pages on which a coordinator brings recommendations in: send a file, look, mend, confirm, take back."""
