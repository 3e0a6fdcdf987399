"""What will be sent on a day, to whom and why, before it is: begin at ``mails.py``."""
