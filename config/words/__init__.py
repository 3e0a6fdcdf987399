"""The words that people read, and their translations: found in the code, kept in ``locale/``, checked."""
