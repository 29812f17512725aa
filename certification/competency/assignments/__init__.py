"""Assignments 任务: what a manager or trainer gives people to do, and whether they did it."""
