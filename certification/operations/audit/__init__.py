"""操作记录: who did what to whom and when, read from the journal, for managers and operators."""
