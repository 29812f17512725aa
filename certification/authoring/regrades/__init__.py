"""重新评分: say what was wrong, see what mending it would do, do exactly that."""
