"""What items are on the ability scale: calibrated from the marks that stand, refreshed once a day."""
