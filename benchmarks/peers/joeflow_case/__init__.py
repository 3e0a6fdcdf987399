"""The seven steps of a case on joeflow, as its documentation has human tasks done."""
