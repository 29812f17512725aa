"""申诉: dispute how a fact was read, or report a question."""
