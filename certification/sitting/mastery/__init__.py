"""掌握度: where somebody stands, area by area and rule by rule, and by which answers."""
