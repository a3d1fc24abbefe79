# What lies in doc.
