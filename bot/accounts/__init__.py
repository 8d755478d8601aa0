"""Accounts: invitations, parts, signing in with a second factor or through a school's own directory."""
