# What lies in workflows.
