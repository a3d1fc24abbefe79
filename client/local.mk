# What lies in client.
