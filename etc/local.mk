# What lies in etc.
