"""What an attacker would try, and that it does not work."""
