"""Chinese: templates name its formats by themselves."""
