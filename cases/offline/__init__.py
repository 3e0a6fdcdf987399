"""Work by Word: a department takes its open answers along in a file, writes, and sends the file back.

``asked.py`` says which answers, ``word_file.py`` writes the file, ``word_reading.py`` reads it (in a child
program, ``apart/``), ``comparing.py`` says what it would change, ``bringing_in.py`` does it.
"""
