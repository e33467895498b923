"""Work done in a warm child process, so that a crash, a runaway or a hostile file never takes the program down.

`child` is the parent's side and `serving` the child's; `confinement` takes from a child what its work does not need.
"""
