"""What people read, per locale; read by dispatch.render, replaceable file by file."""
