"""The pictures of questions, served to those who may see a question that shows them."""
