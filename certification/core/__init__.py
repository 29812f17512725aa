"""The shared kernel: answering page or fragment, refusing, the journal."""
