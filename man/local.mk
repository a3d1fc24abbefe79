# What lies in man.
