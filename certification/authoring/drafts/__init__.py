"""规则库草稿: what a draft changes, whether it may be published, and the questions to look at afterwards."""
