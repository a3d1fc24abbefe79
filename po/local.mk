# What lies in po.
