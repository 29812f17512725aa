"""学习平台: which platforms may send people here by LTI 1.3, how that goes, what waits for them."""
