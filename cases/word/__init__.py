"""Word files: letters, paragraphs, tables and lists written down as WordprocessingML."""
