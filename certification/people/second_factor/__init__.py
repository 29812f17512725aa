"""两步验证: after the password a code of an app, for trainers, managers and operators who set it up."""
