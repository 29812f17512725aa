"""申诉: what trainees dispute or report, and the answers."""
