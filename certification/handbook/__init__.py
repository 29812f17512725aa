"""帮助: the handbook for trainees, trainers and managers, inside the app."""
