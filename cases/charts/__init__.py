"""Pictures of numbers: pure functions from data to SVG, for pages and for paper.

``svg.py`` draws; ``bars.py`` has bars that stand in the rows of a table, ``columns.py`` columns over time. A
picture never stands alone: its numbers are in a table beside it, or it is a cell of that table. Colours are
classes, whose tokens the stylesheets set; what the printer's engine reads are attributes with the same ink.
"""
