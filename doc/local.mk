# What people read beside the manual.
dist_doc_DATA = doc/ARCHITECTURE.md
EXTRA_DIST += HACKING.md
