"""The leads of a rewritten passage agree to its text: asked by the editor, all in one click.

``asking.py`` and ``answering.py`` are what people do, ``standing.py`` says who has agreed, ``proposing.py``
takes what a lead writes itself, ``recording.py`` puts it into an edition. The table is ``agreement_flow.py``.
"""
