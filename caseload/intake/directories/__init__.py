"""Directories of services as Open Referral HSDS has them: table folders of 1.1, 2.0 and 3.x, Ohana's, and API pages."""
