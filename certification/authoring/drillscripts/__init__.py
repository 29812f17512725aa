"""演练剧本: write and check the scripts of drills, answer what the recogniser left open, take corrections out."""
