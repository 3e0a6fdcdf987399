"""An example: complaints to a national human rights institution, carried by the engine alone."""
