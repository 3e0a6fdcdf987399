"""The pages of the reports, for those who make them and for the departments concerned."""
