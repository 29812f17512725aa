"""Statistics of items and papers, and the calibration of items: tables of marks in, figures out. No Django here."""
