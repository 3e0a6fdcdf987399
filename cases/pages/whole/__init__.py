"""Pages on the work as a whole: the Overview, the departments, one department."""
