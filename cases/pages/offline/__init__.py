"""Work by Word: taking open answers along in a file, and sending it back."""
