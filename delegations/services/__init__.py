"""The doors of this room: every change of state goes through one of them."""
