"""The window: panels over `workflows` and the domain's operations. Qt is used here and nowhere else."""
