"""接口令牌: what other systems may read, given out and taken back."""
