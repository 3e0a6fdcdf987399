"""Tests of the import, on small files written here and on real ones where they are at hand."""
