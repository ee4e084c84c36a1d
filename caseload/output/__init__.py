"""The only package that writes for people or machines."""
