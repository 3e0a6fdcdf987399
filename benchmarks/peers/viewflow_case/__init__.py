"""The seven steps of a case on viewflow, as its documentation has human tasks done."""
