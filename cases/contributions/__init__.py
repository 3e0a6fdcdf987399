"""What departments contribute to the answers of others."""
