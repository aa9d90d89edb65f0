"""Documents to print, typeset to PDF without a network or fonts of the machine."""
