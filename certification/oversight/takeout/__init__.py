"""全部数据: everything the site holds as one file, for managers."""
