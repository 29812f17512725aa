"""学情: people × areas, one person, and the answers behind a cell."""
