"""People: users, departments, and the roles that users hold in departments. An app of its own."""
