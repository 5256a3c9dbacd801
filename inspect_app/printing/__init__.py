"""Frozen data in, PDF bytes out, in the layout of GB/T 9704-2012."""
