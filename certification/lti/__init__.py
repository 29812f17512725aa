"""LTI 1.3: a learning platform (Moodle, Canvas, …) sends people here, and gets their scores back through an outbox."""
