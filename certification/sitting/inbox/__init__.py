"""消息: what came of appeals, regrades and rounds."""
