"""The rules that a step of the case must meet. Each returns the sentence why not; empty means yes."""
