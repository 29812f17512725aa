"""导入导出: questions in from a file and out to one, seen row by row before anything is written."""
