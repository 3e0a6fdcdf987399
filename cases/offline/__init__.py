"""Work by Word: a department takes its open answers along in a file, writes, and sends the file back.

``asked.py`` says which answers, ``word_file.py`` and ``workbook_file.py`` write the file. ``opening.py``
reads it (in a child program, ``apart/``), ``sent_back.py`` has what it says of each answer, ``comparing.py``
what it would change, ``bringing_in.py`` does that.
"""
