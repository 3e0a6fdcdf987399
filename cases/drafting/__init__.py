"""What makes drafting together safe: comments on passages, text not saved yet, two texts put together."""
